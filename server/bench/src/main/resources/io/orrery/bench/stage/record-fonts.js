// Records the font sizes of texts on two-dimensional canvases, in CSS px, since each canvas was last cleared.
window.canvasFonts = new Map();
for (const name of ['fillText', 'strokeText']) {
  const original = CanvasRenderingContext2D.prototype[name];
  CanvasRenderingContext2D.prototype[name] = function (...given) {
    const { a, b } = this.getTransform();
    const px = (parseFloat(/([\d.]+)px/.exec(this.font)?.[1] ?? '0') * Math.hypot(a, b)) / devicePixelRatio;
    if (this.canvas.isConnected && this.globalAlpha > 0.2) {
      if (!window.canvasFonts.has(this.canvas)) window.canvasFonts.set(this.canvas, new Set());
      window.canvasFonts.get(this.canvas).add(px);
    }
    return original.apply(this, given);
  };
}
const clear = CanvasRenderingContext2D.prototype.clearRect;
CanvasRenderingContext2D.prototype.clearRect = function (...given) {
  window.canvasFonts.delete(this.canvas);
  return clear.apply(this, given);
};
