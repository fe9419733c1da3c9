import { assert, test } from '/test/harness.js';
import { GPT2_SMALL, SORTING, describe } from '/test/scene/gpt2-description.js';
import { expandGraph } from '/web/model/graph.js';
import { pixelsPerCell, fit } from '/web/scene/camera/pose.js';
import { exhibit, placedInARow } from '/web/scene/gallery/exhibit.js';
import { FLIGHT, flightAt, stationsOf } from '/web/scene/gallery/flight.js';
import { tagPlaces } from '/web/scene/gallery/name-tags.js';
import { layout } from '/web/scene/layout/layout.js';

const GPT3 = {
  d_model: 12288,
  d_head: 128,
  d_mlp: 49152,
  d_vocab: 50257,
  n_layers: 96,
  n_heads: 96,
  n_key_value_heads: 96,
  n_ctx: 2048,
};
/** d_model, layers and heads of GPT-2 XL (Radford et al. 2019, table 2). */
const GPT2_XL = {
  ...GPT2_SMALL,
  n_ctx: 1024,
  d_model: 1600,
  d_mlp: 6400,
  n_layers: 48,
  n_heads: 25,
  n_key_value_heads: 25,
};
const graphOf = (sizes, title, parameters) => ({
  ...expandGraph(describe(sizes)),
  model: { id: title, title, parameters },
});
const sorting = graphOf(SORTING, 'Sorting model', 85_728),
  small = graphOf({ ...GPT2_SMALL, n_ctx: 1024 }, 'GPT-2 small', 124_439_808),
  xl = graphOf(GPT2_XL, 'GPT-2 XL', 1_557_611_200),
  gpt3 = graphOf(GPT3, 'GPT-3', 174_604_259_328);
const ROW = placedInARow([sorting, small, xl, gpt3].map(exhibit));

/** The free area of the presenter's window, the hall's and a phone's: what the gallery's panels leave (page/scene-insets.js). */
const WINDOWS = [
  { width: 1600, height: 900, left: 0, top: 64, right: 0, bottom: 160 },
  { width: 1024, height: 768, left: 0, top: 72, right: 0, bottom: 150 },
  { width: 390, height: 844, left: 0, top: 110, right: 0, bottom: 260 },
];
/** As Eye.fitted() does on a canvas that has room for all labels. */
const fitted = (viewport) => (points, view) =>
  fit(
    points,
    view,
    {
      ...viewport,
      left: viewport.left + view.room.left,
      right: viewport.right + view.room.right,
      top: viewport.top + view.room.top,
      bottom: viewport.bottom + view.room.bottom,
    },
    view.nearest,
  );

/** A model's rectangle on the canvas: everything is in the plane that the camera faces. */
function onCanvas({ box }, pose, viewport) {
  const px = pixelsPerCell(pose, viewport.height),
    x = (viewport.left + viewport.width - viewport.right) / 2,
    y = (viewport.top + viewport.height - viewport.bottom) / 2;
  return {
    left: x + (box.left - pose.x) * px,
    right: x + (box.right - pose.x) * px,
    top: y + (box.top + pose.y) * px,
    bottom: y + (box.bottom + pose.y) * px,
  };
}

test("one rule for all: the ratio of two models' areas is the ratio of their parameters", () => {
  const areaOf = ({ left, right, top, bottom }) => (right - left) * (bottom - top);
  const gpt3s = ROW[3];
  for (const each of ROW) {
    const expected = each.model.parameters / gpt3s.model.parameters,
      ratio = areaOf(each.box) / areaOf(gpt3s.box);
    // the tolerance is that of a subtraction of coordinates that are 10,000 times as large as the smallest model
    assert.ok(Math.abs(ratio / expected - 1) < 1e-6, `${each.model.title}: ${ratio}, not ${expected}`);
    // what is drawn fills that rectangle: the layout's own one, at the model's scale
    const { own, scale } = each;
    assert.ok(Math.abs((areaOf(own) * scale ** 2) / areaOf(each.box) - 1) < 1e-6, each.model.title);
    const xs = each.plan.blocks.flatMap((block) =>
        [block.x, block.x + block.cols].map((x) => x + each.plan.columns[block.column].x),
      ),
      drawn = Math.max(...xs) - Math.min(...xs);
    assert.ok(
      drawn / (own.right - own.left) > 0.9 && drawn / (own.right - own.left) <= 1,
      `${each.model.title} fills ${drawn / (own.right - own.left)}`,
    );
    // cells of about one size, so that borders and fans look alike
    assert.ok(scale > 0.4 && scale < 2.5, `${each.model.title} at scale ${scale}`);
  }
});

for (const viewport of WINDOWS) {
  const stations = stationsOf(ROW, fitted(viewport));

  test(`${viewport.width}×${viewport.height}: the model whose name is shown is in the middle, all along the flight`, () => {
    const seen = new Set();
    let before = 0;
    for (let t = 0; t <= FLIGHT; t += 0.05) {
      const pose = { ...stations[0].pose },
        { station } = flightAt(stations, t, pose);
      const middle = (viewport.left + viewport.width - viewport.right) / 2,
        distances = ROW.map((each) => {
          const { left, right } = onCanvas(each, pose, viewport);
          return Math.max(left - middle, middle - right, 0);
        });
      assert.equal(distances[station], Math.min(...distances), `at ${t}`);
      assert.ok(station >= before, `at ${t}`);
      before = station;
      seen.add(station);
    }
    assert.equal(seen.size, ROW.length);
  });

  test(`${viewport.width}×${viewport.height}: at the end all models are whole, with names that cover no other name`, () => {
    const pose = { ...stations[0].pose };
    flightAt(stations, FLIGHT, pose);
    const rectangles = ROW.map((each) => onCanvas(each, pose, viewport));
    for (const { left, right, top, bottom } of rectangles) {
      assert.ok(left >= viewport.left && right <= viewport.width - viewport.right, `${left} to ${right}`);
      assert.ok(top >= viewport.top && bottom <= viewport.height - viewport.bottom, `${top} to ${bottom}`);
    }
    const free = {
      x: viewport.left,
      y: viewport.top,
      width: viewport.width - viewport.left - viewport.right,
      height: viewport.height - viewport.top - viewport.bottom,
    };
    const names = rectangles.map((each) => ({ ...each, width: 130, height: 22 })),
      places = tagPlaces(names, free);
    places.forEach((a, i) => {
      assert.ok(a && a.y >= free.y, `name ${i}`);
      for (const b of places.slice(i + 1))
        assert.ok(Math.abs(a.x - b.x) >= 130 || Math.abs(a.y - b.y) >= 22, `${JSON.stringify([a, b])}`);
      for (const [k, of] of rectangles.entries())
        if (k > i)
          assert.ok(
            a.x >= of.right || a.x + 130 <= of.left || a.y >= of.bottom || a.y + 22 <= of.top,
            `name ${i} on model ${k}`,
          );
    });
  });
}

test('GPT-3 and the sorting model have at most 4,000 blocks', () => {
  assert.ok(ROW[0].plan.blocks.length + ROW[3].plan.blocks.length <= 4000);
});

test('folded, every kept tensor of every layer is one block, with a slice for each head or plate', () => {
  const plan = layout(gpt3, 2048, { folded: true });
  for (const node of gpt3.nodes.values())
    if (!node.derived) assert.equal(plan.byNode.get(node.name)?.length, 1, node.name);
  const fan = (name) => plan.byNode.get(name)[0].fan;
  assert.equal(fan('blocks.95.attn.hook_q').count, 96);
  assert.equal(fan('blocks.95.attn.W_O').count, 96);
  assert.equal(fan('blocks.95.mlp.hook_post').count, 4);
  // ⌈50257 / 12288⌉
  for (const name of ['embed.W_E', 'unembed.W_U', 'logits', 'probs']) assert.equal(fan(name).count, 5, name);
  assert.equal(plan.byNode.get('blocks.0.hook_resid_mid')[0].fan, null);
});

test('a vocabulary of 50,257 tokens is a stack of 66 plates in GPT-2 small', () => {
  const { fan } = layout(small, 1024, { folded: true }).byNode.get('logits')[0];
  assert.equal(fan.kind, 'stack');
  assert.equal(fan.count, 66);
});

for (const [graph, T] of [
  [small, 1024],
  [gpt3, 2048],
])
  test(`${graph.model.title}: at its full context no block intersects another, and squares do not overlap queries, keys and values`, () => {
    const plan = layout(graph, T, { folded: true });
    const radial = (block) => ({
      // a fan has the same distances from the axis at every angle, so only these are compared
      from: Math.min(Math.abs(block.x), Math.abs(block.x + block.cols)),
      to: Math.max(Math.abs(block.x), Math.abs(block.x + block.cols)),
    });
    const places = new Map();
    for (const block of plan.blocks) {
      const key = `${block.column}/${Math.sign(block.x + block.cols / 2)}`;
      if (!places.has(key)) places.set(key, []);
      places.get(key).push(block);
    }
    for (const blocks of places.values()) {
      const sorted = [...blocks].sort((a, b) => a.y - b.y);
      sorted.forEach((a, i) => {
        for (let k = i + 1; k < sorted.length && sorted[k].y < a.y + a.rows; k++) {
          const one = radial(a),
            other = radial(sorted[k]);
          assert.ok(one.to <= other.from || other.to <= one.from, `${a.node} and ${sorted[k].node}`);
        }
      });
    }
  });

test('flat blocks come before fans, and each has its index', () => {
  const { blocks } = layout(small, 1024, { folded: true });
  const first = blocks.findIndex((block) => block.fan);
  assert.ok(first > 0 && blocks.slice(first).every((block) => block.fan));
  blocks.forEach((block, i) => assert.equal(block.index, i));
});

test('models in a row have aligned lower edges, each on the right of the smaller ones', () => {
  for (const { box } of ROW) assert.ok(Math.abs(box.bottom) < 1e-6);
  ROW.slice(1).forEach(({ box }, i) => assert.ok(ROW[i].box.right < box.left));
});

test('a name that is wider than its model is beside a line up from it', () => {
  const speck = { left: 10, right: 12, top: 200, bottom: 202, width: 100, height: 20 },
    giant = { left: 50, right: 400, top: 40, bottom: 202, width: 100, height: 20 };
  const free = { x: 0, y: 0, width: 400, height: 300 };
  const [of, beside] = tagPlaces([speck, giant], free);
  assert.deepEqual(beside, { x: 175, y: 12, line: null });
  assert.deepEqual(of.line, { x: 11, from: of.y + 20, to: 200 });
  // above the giant, on which it would lie otherwise
  assert.ok(of.y + 20 < 40);
  assert.equal(tagPlaces([{ ...speck, left: -90, right: -88 }, giant], free)[0], null);
});

test('no name is on a panel over the free area: it is beside it, or left out', () => {
  const free = { x: 0, y: 0, width: 400, height: 300 },
    on = (/** @type {any} */ { x, y }, /** @type {any} */ box) =>
      x < box.right && x + 100 > box.left && y < box.bottom && y + 20 > box.top;
  const path = { left: 0, top: 0, right: 260, bottom: 30 };
  const models = [50, 100, 150, 300].map((at) => ({
    left: at,
    right: at + 90,
    top: 40,
    bottom: 290,
    width: 100,
    height: 20,
  }));
  const places = tagPlaces(models, free, [path]);
  places.forEach((place) => assert.ok(place && !place.isLeftOut && !on(place, path), JSON.stringify(place)));
  assert.ok(on(tagPlaces(models.slice(0, 1), free)[0], path));
  // names below one another end where the area does
  const low = tagPlaces(models, { ...free, height: 60 }, [path]);
  assert.ok(low.some((place) => place?.isLeftOut));
  for (const place of low) assert.ok(place && (place.isLeftOut || place.y + 20 <= 60));
});

test('names find their places at any zoom, also where coordinates are rounded', () => {
  const free = { x: 6.3, y: 70.7, width: 640, height: 300 };
  for (let zoom = 0.001; zoom < 50; zoom *= 1.007) {
    const models = ROW.map(({ box }) => ({
      left: 320 + (box.left - ROW[1].box.right) * zoom,
      right: 320 + (box.right - ROW[1].box.right) * zoom,
      top: 300.1 + box.top * zoom,
      bottom: 300.1,
      width: 97.3,
      height: 21.7,
    }));
    assert.equal(tagPlaces(models, free).length, ROW.length);
  }
});
