import { assert, test } from '/test/harness.js';
import { html } from 'lit';
import { TopLine } from '/web/ui/top-line.js';

const drawn = () => new Promise((done) => requestAnimationFrame(() => setTimeout(done)));

const heightOf = (/** @type {Element} */ line) => line.getBoundingClientRect().height;

/** A length as the browser writes it: with four decimals at most. */
function asStyle(/** @type {number} */ px) {
  const element = document.createElement('i');
  element.style.top = `${px}px`;
  return element.style.top;
}

class Said extends TopLine {
  render() {
    return html`<p>${this.title}</p>`;
  }
}
customElements.define('said-above', Said);

test('lines above a page stand below each other, and the page below all of them', async () => {
  const page = document.createElement('main');
  document.body.append(page);
  const [first, second] = [new Said(), new Said()];
  first.title = 'Invented people take part.';
  second.title = 'Being recorded.';
  page.append(first, second);
  await Promise.all([first.updateComplete, second.updateComplete]);
  await drawn();
  const height = heightOf(first);
  assert.ok(height > 0);
  assert.equal(second.getBoundingClientRect().top, first.getBoundingClientRect().bottom);
  assert.equal(page.style.top, asStyle(height + heightOf(second)));

  first.remove();
  assert.equal(second.getBoundingClientRect().top, 0);
  assert.equal(page.style.top, asStyle(heightOf(second)));

  second.remove();
  assert.equal(page.style.top, '');
});
