/**
 * Switches antialiasing off: without a graphics card, a browser spends a fifth of a frame's time on it, and no test looks at
 * it. The gallery's pictures have it on.
 */
(() => {
  const prototype = HTMLCanvasElement.prototype,
    getContext = prototype.getContext;
  prototype.getContext = function (kind, options) {
    return getContext.call(this, kind, { ...options, antialias: false });
  };
})();
