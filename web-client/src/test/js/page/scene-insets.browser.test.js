import { assert, test } from '/test/harness.js';
import { aroundPanel, covered } from '/web/page/scene-insets.js';
import { Features } from '/web/ui/features.js';

const FEATURES = new Features([{ name: 'training', covers: [{ selector: 'orrery-training', beside: true }] }]);

/** @param {string} html @param {(page: HTMLElement) => void} look */
function withPage(html, look) {
  const page = document.createElement('div');
  page.innerHTML = html;
  document.body.append(page);
  look(page);
  page.remove();
}

test('a panel without content takes no place from names on the machine', () => {
  withPage(
    '<div class="pill" style="position: fixed; left: 820px; top: 740px"></div><div class="notice" style="position: fixed; left: 10px; top: 20px; width: 30px; height: 40px"></div>',
    (page) => {
      const { taken } = covered(page, 'presenter', 'wide', FEATURES);
      assert.deepEqual(
        taken?.map(({ x, y, width, height }) => [x, y, width, height]),
        [[10, 20, 30, 40]],
      );
    },
  );
});

test('the machine is beside a training on a wide page, and below it in the hall and on a phone', () => {
  const sides = { left: 372, top: 64, right: 332, bottom: 130 };
  assert.deepEqual(aroundPanel(sides, { left: 900, bottom: 442 }, { width: 1600, height: 900 }), {
    ...sides,
    right: 708,
  });
  assert.deepEqual(aroundPanel({ top: 72, bottom: 150 }, { left: 516, bottom: 321 }, { width: 1024, height: 768 }), {
    top: 329,
    bottom: 150,
  });
  assert.deepEqual(aroundPanel({ top: 86, bottom: 326 }, { left: 82, bottom: 330 }, { width: 390, height: 844 }), {
    top: 338,
    bottom: 326,
  });
});

test('the training of a page narrows the free area only while it is seen', () => {
  const style = 'position: fixed; right: 0; top: 0; width: 40px; height: 50px';
  const of = (/** @type {string} */ display) => {
    /** @type {any} */
    let insets;
    withPage(
      `<orrery-training style="${style}; display: ${display}"></orrery-training>`,
      (page) => (insets = covered(page, 'presenter', 'wide', FEATURES)),
    );
    return [insets.right, insets.top];
  };
  const [right, top] = of('none');
  const [narrower, lower] = of('block');
  assert.ok(narrower > right || lower > top, `${narrower} > ${right} or ${lower} > ${top}`);
});
