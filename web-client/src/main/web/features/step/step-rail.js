/** The rail of all steps by chapter; a chapter is as wide as its number of steps. The driver can click a step to go there. */
import { css, html, nothing } from 'lit';
import { chapters, stepsAround } from '../../model/graph.js';
import { ask } from '../../ui/ask.js';
import { chapterName, stepTexts } from '../../ui/step-texts.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class StepRail extends ViewElement {
  static properties = {
    list: { type: Boolean, reflect: true },
  };

  static styles = [
    shared,
    css`
      :host {
        min-width: 0;
        flex: 1;
        container-type: inline-size;
      }
      nav > ol {
        display: flex;
        gap: var(--s4);
      }
      .chapter {
        flex: 1 1 auto;
        min-width: 0;
      }
      .name {
        display: block;
        height: 20px;
        font-size: var(--text-sm);
        line-height: 20px;
        color: var(--ink-2);
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
        margin-bottom: 2px;
      }
      .chapter.now .name {
        color: var(--ink);
        font-weight: var(--w-strong);
      }
      .steps {
        display: flex;
      }
      .steps li {
        flex: 1 1 0;
        min-width: 0;
      }
      .step {
        display: block;
        width: 100%;
        padding: 6px 2px;
        border-radius: var(--r1);
      }
      .step i {
        display: block;
        height: 8px;
        border-radius: 2px;
        background: var(--line);
      }
      .past i {
        background: color-mix(in srgb, var(--accent) 62%, var(--surface));
      }
      .present i {
        background: var(--accent);
        outline: 2px solid var(--accent);
        outline-offset: 2px;
        border-radius: 1px;
      }
      button.step:hover i {
        background: color-mix(in srgb, var(--accent) 80%, var(--ink));
      }
      @container (max-width: 700px) {
        nav > ol {
          gap: var(--s2);
        }
        .chapter {
          flex-basis: 0;
        }
        .chapter:not(.now) .name {
          visibility: hidden;
        }
        .chapter.now .name {
          overflow: visible;
        }
        .chapter.late .name {
          direction: rtl;
        }
      }

      :host([list]) nav > ol {
        display: block;
      }
      :host([list]) .chapter + .chapter {
        margin-top: var(--s3);
      }
      :host([list]) .chapter .name {
        visibility: visible;
      }
      :host([list]) .steps {
        display: block;
      }
      :host([list]) .step {
        display: flex;
        align-items: center;
        gap: var(--s3);
        min-height: 48px;
        padding: 0 var(--s2);
        text-align: left;
      }
      :host([list]) .step i {
        flex: none;
        width: 24px;
      }
      :host([list]) .present {
        background: var(--surface-2);
      }
    `,
  ];

  constructor() {
    super();
    /** Whether to show a list of titles, for a sheet, instead of a line of bars. */
    this.list = false;
  }

  render() {
    const { graph, step } = this.view ?? {};
    if (!graph || !step) return nothing;
    const order = stepsAround(graph, step).map(({ id }) => id);
    const now = order.indexOf(step);
    const groups = chapters(graph, step);
    return html`<nav aria-label=${words.text('rail.label')}>
      <ol>
        ${groups.map((group, i) => {
          const here = group.steps.some(({ id }) => id === step);
          return html`<li
            class="chapter ${here ? 'now' : ''} ${i >= groups.length - 2 ? 'late' : ''}"
            .style=${this.list ? '' : `flex-grow: ${group.steps.length}`}
          >
            <span class="name">${chapterName(group.steps, words)}</span>
            <ol class="steps">
              ${group.steps.map(({ id }) => this.#step(graph, id, order.indexOf(id) - now, group))}
            </ol>
          </li>`;
        })}
      </ol>
    </nav>`;
  }

  #step(graph, id, from, group) {
    const when = from < 0 ? 'past' : from === 0 ? 'present' : 'future';
    const { title } = stepTexts(graph, id, this.view?.trace ?? null, words);
    const name = words.text(from === 0 ? 'rail.now' : 'rail.step', { chapter: chapterName(group.steps, words), title });
    const inside = html`<i></i>${this.list ? html`<span>${title}</span>` : nothing}`;
    return html`<li aria-current=${from === 0 ? 'step' : nothing}>
      ${this.view?.mayDrive
        ? html`<button class="step ${when}" title=${this.list ? nothing : title} aria-label=${name} @click=${() => ask(this, 'go', id)}>
            ${inside}
          </button>`
        : html`<span class="step ${when}" title=${this.list ? nothing : title}>
            ${inside}<span class="hidden">${this.list ? '' : name}</span>
          </span>`}
    </li>`;
  }

  updated() {
    if (this.list) this.renderRoot.querySelector('.present')?.scrollIntoView({ block: 'nearest' });
  }
}

customElements.define('orrery-step-rail', StepRail);
