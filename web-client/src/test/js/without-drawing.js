/**
 * Makes WebGL draw nothing into the page's canvas; textures are written and read back as usual. Without a graphics card, a
 * browser spends two thirds of a test's processor time on pixels, and most tests look at none. Reading pixels of such a
 * canvas fails, so that no test can take an empty picture for the machine's.
 */
(() => {
  const prototype = WebGL2RenderingContext.prototype,
    drawsIntoCanvas = (gl) => gl.getParameter(gl.DRAW_FRAMEBUFFER_BINDING) === null,
    refuse = () => {
      throw new Error('This screen draws no pixels. A test that looks at them opens a drawn screen.');
    };
  for (const name of ['clear', 'drawArrays', 'drawArraysInstanced', 'drawElements', 'drawElementsInstanced']) {
    const original = prototype[name];
    prototype[name] = function (...values) {
      if (!drawsIntoCanvas(this)) original.apply(this, values);
    };
  }
  const readPixels = prototype.readPixels;
  prototype.readPixels = function (...values) {
    if (this.getParameter(this.READ_FRAMEBUFFER_BINDING) === null) refuse();
    readPixels.apply(this, values);
  };
  const copied = CanvasRenderingContext2D.prototype,
    drawImage = copied.drawImage;
  copied.drawImage = function (source, ...values) {
    if (source instanceof HTMLCanvasElement && source.getContext('webgl2')) refuse();
    drawImage.call(this, source, ...values);
  };
})();
