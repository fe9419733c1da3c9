/** Elements of "I am lost": an attendee's button, and the count for the presenter. */
import { css, html, nothing } from 'lit';
import { hasStep, stepOf } from '../../model/graph.js';
import { ask } from '../../ui/ask.js';
import { stepTexts } from '../../ui/step-texts.js';
import { framed, pressed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

/** A toggle button that raises and lowers the attendee's own flag. */
class LostButton extends ViewElement {
  static styles = [
    shared,
    pressed,
    css`
      .plain {
        width: 100%;
        min-width: 132px;
        height: 100%;
        min-height: 48px;
        background: var(--surface);
        box-shadow: var(--shadow-2);
      }
      small {
        display: block;
        font-size: var(--text-sm);
        font-weight: normal;
      }
      /* narrow enough to stand beside the tabs of a phone's sheet (features/sheet/foot.js) */
      :host([beside]:not([up])) .plain {
        min-width: 0;
        padding: 0 4px;
        font-size: var(--text-sm);
        line-height: 1.25;
      }
    `,
  ];

  get #isUp() {
    return this.view?.room?.own.lost !== undefined;
  }

  updated() {
    this.toggleAttribute('up', this.#isUp);
  }

  render() {
    if (!this.view?.room) return nothing;
    const isUp = this.#isUp;
    return html`<button
      class="plain"
      aria-pressed=${String(isUp)}
      title=${isUp ? nothing : words.text('lost.raise')}
      @click=${() => ask(this, 'lost', !isUp)}
    >
      ${words.text('lost.button')}${isUp ? html`<small>${words.text('lost.lower')}</small>` : nothing}
    </button>`;
  }
}

/** How many people are lost and at which step, without names. */
class LostCount extends ViewElement {
  static styles = [
    shared,
    framed,
    css`
      :host {
        margin-top: auto;
      }
      p {
        font-weight: var(--w-strong);
      }
      li {
        display: flex;
        justify-content: space-between;
        gap: var(--s3);
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
    `,
  ];

  render() {
    const steps = Object.entries(this.view?.room?.parts.lost?.steps ?? {}).sort(
      ([a], [b]) => this.#place(a) - this.#place(b),
    );
    const count = steps.reduce((sum, [, people]) => sum + people, 0);
    this.toggleAttribute('empty', count === 0);
    // The status is rendered, hidden, before anyone is lost: screen readers announce only changes of an existing one.
    return html`<section class=${count === 0 ? 'hidden' : ''} aria-label=${words.text('lost.title')}>
      <p role="status">${count === 0 ? '' : words.text('lost.count', { count })}</p>
      <ul>
        ${steps.map(([step, people]) => html`<li><span>${this.#title(step)}</span><span>${people}</span></li>`)}
      </ul>
    </section>`;
  }

  /** Where a step is in the walk. The room may show another model by now, which has no such step. @param {string} step */
  #place(step) {
    const { graph } = this.view ?? {};
    if (!graph || !hasStep(graph, step)) return Number.MAX_VALUE;
    const { closed, layer } = stepOf(graph, step);
    return graph.steps.findIndex(({ id, layer: of }) => (closed ? of === layer : id === step));
  }

  /** @param {string} step */
  #title(step) {
    const { graph, trace } = this.view ?? {};
    return graph && trace && hasStep(graph, step)
      ? stepTexts(graph, step, trace, words).title
      : words.text('lost.elsewhere');
  }
}

customElements.define('orrery-lost-button', LostButton);
customElements.define('orrery-lost-count', LostCount);
