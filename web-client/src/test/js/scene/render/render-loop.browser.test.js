import { assert, test } from '/test/harness.js';
import { RenderLoop } from '/web/scene/render/render-loop.js';
import { SceneRenderer } from '/web/scene/render/scene-renderer.js';

/** Interval between frames of a slow computer, above the limit for full resolution, ms. */
const SLOW = 60;
const FRAMES = 12;

test('at the lower resolution the canvas keeps its size and is filled', async () => {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'position:absolute;left:0;top:0;width:320px;height:200px;transform-origin:left bottom';
  document.body.append(canvas);
  const renderer = new SceneRenderer(canvas),
    told = [],
    seen = [];
  const size = () => [canvas.width, canvas.height, canvas.clientWidth, canvas.clientHeight].join(' ');
  await new Promise((rested) => {
    let frames = 0;
    const renderLoop = new RenderLoop(canvas, renderer, {
      advance(now) {
        while (performance.now() < now + SLOW) continue;
        return ++frames < FRAMES;
      },
      draw() {
        const { width, height } = canvas.getBoundingClientRect(),
          [, , drawnWide, drawnHigh] = renderer.renderer.getContext().getParameter(WebGL2RenderingContext.VIEWPORT);
        seen.push({
          coarse: renderer.resolution < 1,
          size: size(),
          shown: [width, height],
          drawn: [drawnWide, drawnHigh],
        });
      },
      rest() {
        renderLoop.dispose();
        rested();
      },
      // only the first time: later, setting the canvas’s size would wait for the graphics, even to the same value
      resized() {
        new MutationObserver((changes) => told.push(...changes.map(({ attributeName }) => attributeName))).observe(
          canvas,
          { attributes: true },
        );
        renderLoop.ask();
      },
      lost: () => {},
      restored: () => {},
    });
  });
  assert.ok(
    seen.some(({ coarse }) => coarse),
    'it was drawn at the lower resolution',
  );
  assert.equal(renderer.resolution, 1, 'at rest it is drawn at full resolution');
  assert.deepEqual([...new Set(seen.map((each) => each.size))], [size()]);
  assert.ok(!told.includes('width') && !told.includes('height'), `it was told ${told}`);
  for (const { coarse, shown, drawn } of seen.filter((each) => each.coarse)) {
    assert.ok(coarse && drawn[0] < 0.7 * canvas.width, `${drawn} of its pixels are drawn`);
    // a part of it, enlarged to the whole
    const share = [drawn[0] / canvas.width, drawn[1] / canvas.height];
    assert.ok(
      Math.abs(shown[0] * share[0] - 320) < 1 && Math.abs(shown[1] * share[1] - 200) < 1,
      `${shown} px wide and high, of which ${share} are drawn on`,
    );
  }
  renderer.dispose();
  canvas.remove();
});

test('each size is taken once, and again after the canvas was hidden', async () => {
  const canvas = document.createElement('canvas');
  canvas.style.cssText = 'position:absolute;left:0;top:0;width:320px;height:200px';
  document.body.append(canvas);
  const renderer = new SceneRenderer(canvas),
    sizes = [];
  const renderLoop = new RenderLoop(canvas, renderer, {
    advance: () => false,
    draw: () => {},
    rest: () => {},
    resized: (width, height) => sizes.push(`${width} × ${height}`),
    lost: () => {},
    restored: () => {},
  });
  // the loop's observer is older, so it has reported when this one does
  const observed = () =>
    new Promise((seen) => {
      const observer = new ResizeObserver(() => {
        observer.disconnect();
        seen(null);
      });
      observer.observe(canvas);
    });
  renderLoop.fit();
  await observed();
  assert.deepEqual(sizes, ['320 × 200']);
  canvas.style.width = '300px';
  await observed();
  assert.deepEqual(sizes.slice(1), ['300 × 200']);
  canvas.style.display = 'none';
  await observed();
  canvas.style.display = '';
  await observed();
  assert.deepEqual(sizes.slice(2), ['300 × 200']);
  renderLoop.dispose();
  renderer.dispose();
  canvas.remove();
});
