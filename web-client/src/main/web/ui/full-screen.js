/** Fills the screen with this page, or gives it back. Not every browser allows it, and it is a comfort only. */
export async function toggleFullScreen() {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    // The page stays as it is.
  }
}
