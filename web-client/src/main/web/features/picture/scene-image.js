/** Makes a picture of the scene at twice its size, with its labels and a line of text below. */

const RATIO = 2;
/** Distance of the line of text from the picture's edge, CSS px. */
const MARGIN = 24;
/** Font size of the line of text, CSS px. */
const LINE = 13;

/**
 * @param {{picture: (ratio: number) => HTMLCanvasElement}} readback  of the machine
 * @param {HTMLElement} overlay  the element over the canvas with labels and figures
 * @param {{title: string, credit: string}} line
 * @returns {Promise<Blob>} a PNG
 */
export async function pictureOf(readback, overlay, { title, credit }) {
  const canvas = readback.picture(RATIO);
  const ink = /** @type {CanvasRenderingContext2D} */ (canvas.getContext('2d'));
  ink.scale(RATIO, RATIO);
  const origin = overlay.getBoundingClientRect();
  ink.translate(-origin.left, -origin.top);
  drawElement(ink, overlay);
  ink.translate(origin.left, origin.top);
  const style = getComputedStyle(document.documentElement);
  ink.font = `600 ${LINE}px ${style.getPropertyValue('--font')}`;
  const width = canvas.width / RATIO;
  const y = canvas.height / RATIO - MARGIN;
  chip(ink, title, MARGIN, y, style, '--ink');
  ink.font = `400 ${LINE}px ${style.getPropertyValue('--font')}`;
  chip(ink, credit, width - MARGIN - ink.measureText(credit).width, y, style, '--ink-2');
  return new Promise((resolve, reject) => {
    canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('The browser made no picture.'))), 'image/png');
  });
}

/**
 * Draws text on a rounded background like that of the scene's labels.
 * @param {CanvasRenderingContext2D} ink @param {string} text @param {number} x @param {number} y @param {CSSStyleDeclaration} style @param {'--ink' | '--ink-2'} colour
 */
function chip(ink, text, x, y, style, colour) {
  const { width } = ink.measureText(text);
  ink.globalAlpha = 0.8;
  ink.fillStyle = style.getPropertyValue('--bg');
  ink.beginPath();
  ink.roundRect(x - 8, y - LINE - 4, width + 16, LINE + 12, 4);
  ink.fill();
  ink.globalAlpha = 1;
  ink.fillStyle = style.getPropertyValue(colour);
  ink.fillText(text, x, y);
}

/** Draws an element as the page shows it: its background, its canvas or texts, and its children. @param {CanvasRenderingContext2D} ink @param {HTMLElement} element */
function drawElement(ink, element) {
  const style = getComputedStyle(element);
  if (style.display === 'none' || style.visibility === 'hidden') return;
  // A label that is still hidden is left out; one that is fading in is drawn opaque.
  if (element.matches('.scene-label') && !element.matches('.shown')) return;
  const box = element.getBoundingClientRect();
  if (element instanceof HTMLCanvasElement) {
    if (box.width > 0 && element.width > 0) ink.drawImage(element, box.left, box.top, box.width, box.height);
    return;
  }
  if (box.width > 0 && style.backgroundColor !== 'rgba(0, 0, 0, 0)') {
    ink.fillStyle = style.backgroundColor;
    ink.beginPath();
    ink.roundRect(box.left, box.top, box.width, box.height, parseFloat(style.borderTopLeftRadius) || 0);
    ink.fill();
  }
  for (const node of element.childNodes) {
    if (node instanceof Text) drawText(ink, node, style);
    else if (node instanceof HTMLElement) drawElement(ink, node);
  }
}

/** @param {CanvasRenderingContext2D} ink @param {Text} text @param {CSSStyleDeclaration} style */
function drawText(ink, text, style) {
  if (text.data.trim() === '') return;
  const range = document.createRange();
  range.selectNodeContents(text);
  const [box] = range.getClientRects();
  if (!box) return;
  ink.font = `${style.fontWeight} ${style.fontSize} ${style.fontFamily}`;
  ink.fillStyle = style.color;
  const { fontBoundingBoxAscent: up, fontBoundingBoxDescent: down } = ink.measureText(text.data);
  ink.fillText(text.data, box.left, box.top + (box.height - up - down) / 2 + up);
}
