/** Enters or leaves full screen. A failure is ignored: not every browser allows it. */
export async function toggleFullScreen() {
  try {
    if (document.fullscreenElement) await document.exitFullscreen();
    else await document.documentElement.requestFullscreen();
  } catch {
    // The page stays as it is.
  }
}
