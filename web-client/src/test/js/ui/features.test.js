import { assert, test } from '/test/harness.js';
import { Features } from '/web/ui/features.js';

const view = /** @type {any} */ ({ page: 'attendee' });
const layout = (features, form = 'wide') => /** @type {any} */ ({ features, form });
const shown = (features, place, { form = 'wide', tab = '', of = view } = {}) =>
  features
    .render(place, of, layout(features, form), tab)
    .flat()
    .filter((each) => typeof each === 'string');

test('panels of a place are rendered in order, on their pages and in their forms of the window', () => {
  const features = new Features([
    { name: 'a', panels: [{ place: 'side', order: 2, render: () => 'second' }] },
    { name: 'b', panels: [{ place: 'side', order: 1, render: () => 'first' }] },
    { name: 'c', panels: [{ place: 'side', pages: ['presenter'], render: () => 'presenter' }] },
    { name: 'd', panels: [{ place: 'side', forms: ['sheet'], render: () => 'sheet' }] },
    { name: 'e', panels: [{ place: 'top', render: () => 'elsewhere' }] },
  ]);
  assert.deepEqual(shown(features, 'side'), ['first', 'second']);
  assert.deepEqual(shown(features, 'side', { form: 'sheet' }), ['sheet', 'first', 'second']);
  assert.deepEqual(shown(features, 'side', { of: { page: 'presenter' } }), ['presenter', 'first', 'second']);
});

test('a panel with a tab is rendered for that tab only; a hidden one keeps its place in the list', () => {
  const features = new Features([
    { name: 'a', panels: [{ place: 'side', tab: 'one', render: () => 'one' }] },
    { name: 'b', panels: [{ place: 'side', tab: 'two', render: () => 'two', when: ({ page }) => page !== 'solo' }] },
  ]);
  assert.deepEqual(shown(features, 'side', { tab: 'two' }), ['two']);
  assert.deepEqual(shown(features, 'side', { tab: 'two', of: { page: 'solo' } }), []);
  assert.equal(features.render('side', view, layout(features), 'two').flat().length, 2);
});

test('panels that load later move none that are there, whatever their order', () => {
  const features = new Features([{ name: 'a', panels: [{ place: 'over', order: 3, render: () => 'first' }] }]);
  const indexes = () => {
    const list = features.render('over', view, layout(features));
    const at = list.findIndex((each) => each?.includes('first'));
    return [at, /** @type {any[]} */ (list[at]).indexOf('first')];
  };
  const before = indexes();
  for (const order of [-10, 3, 40])
    features.add([{ name: `at ${order}`, panels: [{ place: 'over', order, render: () => `${order}` }] }]);
  assert.deepEqual(shown(features, 'over'), ['-10', 'first', '3', '40']);
  assert.deepEqual(indexes(), before);
});

test('an action is performed by the feature that declares it, even if it was added later; an unknown action does nothing', () => {
  const done = [];
  const features = new Features([{ name: 'a', actions: { one: (_, value) => done.push(['one', value]) } }]);
  features.add([{ name: 'a', actions: { two: (_, value) => done.push(['two', value]) } }]);
  const page = /** @type {any} */ ({});
  features.action('one')?.(page, 1);
  features.action('two')?.(page, 2);
  features.action('three')?.(page, 3);
  features.action('constructor')?.(page, 4);
  assert.deepEqual(done, [
    ['one', 1],
    ['two', 2],
  ]);
});

test('each feature attaches to the page once, and the view has the members of all features', () => {
  let made = 0;
  const lost = { name: 'lost', attach: () => ({ n: ++made }), viewOf: (page) => ({ lost: page.room.parts.lost }) };
  const features = new Features([/** @type {any} */ (lost), { name: 'b', viewOf: () => ({ other: 2 }) }]);
  const page = /** @type {any} */ ({ room: { parts: { lost: { count: 3 } } } });
  features.attach(page);
  features.attach(page);
  assert.deepEqual(features.ports.lost, { n: 1 });
  assert.equal(features.ports.b, undefined);
  assert.deepEqual(features.viewOf(page), { lost: { count: 3 }, other: 2 });
});

test('`tell` calls all parts; `ask` returns the first answer', () => {
  const heard = [];
  const part = (name, answer) => ({
    name,
    attach: () => ({ moved: () => heard.push(name), putAway: () => answer && (heard.push(`away ${name}`), true) }),
  });
  const features = new Features([
    part('a', false),
    part('b', true),
    part('c', true),
    { name: 'd', attach: () => ({}) },
  ]);
  features.attach(/** @type {any} */ ({}));
  features.tell('moved');
  assert.equal(features.ask('putAway'), true);
  assert.deepEqual(heard, ['a', 'b', 'c', 'away b']);
  assert.equal(features.ask('news', view), null);
});

test('the first feature with content replaces the walk’s panels', () => {
  const features = new Features([
    { name: 'a', instead: () => null },
    { name: 'b', instead: () => 'b' },
    { name: 'c', instead: () => 'c' },
  ]);
  assert.equal(
    features.first(({ instead }) => instead?.(/** @type {any} */ ({}), view)),
    'b',
  );
});
