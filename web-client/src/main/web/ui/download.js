/** How long a file's object URL is kept: by then the browser has begun the download, ms. */
const KEPT_MS = 60_000;

/** Offers a file for download. @param {string} name @param {Blob} content */
export function download(name, content) {
  const link = Object.assign(document.createElement('a'), { href: URL.createObjectURL(content), download: name });
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), KEPT_MS);
}
