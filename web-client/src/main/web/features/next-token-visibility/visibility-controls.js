/** Says on the presenter's page whether the room sees what may come next; the driver shows and hides it, and both presenters may peek. */
import { css, html, nothing } from 'lit';
import { anyAsked } from '../../ui/asks/asked.js';
import { isGuessing } from '../prediction/asked.js';
import { ask } from '../../ui/ask.js';
import { pressed } from '../../ui/panel-styles.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class AnswerControls extends ViewElement {
  static styles = [
    shared,
    pressed,
    css`
      :host {
        margin-bottom: var(--group-gap, var(--s3));
      }
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s1) var(--s2);
      }
      p {
        flex: 1 1 110px;
        font-size: var(--text-sm);
        color: var(--ink-2);
      }
      .only {
        color: var(--warn);
        font-weight: var(--w-strong);
      }
      .does {
        display: flex;
        flex: 1 1 auto;
        flex-wrap: wrap;
        gap: var(--s1);
      }
      .plain {
        flex: 1 1 auto;
        min-height: var(--button-row, 32px);
        /* so that two German ones stand side by side */
        padding: 0 var(--s1);
        font-size: var(--text-sm);
      }
      @media (pointer: coarse) {
        .plain {
          min-width: 48px;
          min-height: 48px;
        }
      }
    `,
  ];

  render() {
    const { answer, room } = this.view ?? {};
    // while a question of why is open, everybody sees its answer
    this.hidden = !answer || !room?.mayDrive || Boolean(this.view?.why) || this.view?.page === 'replay';
    if (!answer || !room?.mayDrive) return nothing;
    const { toRoom, peeks, kept, automatic } = answer;
    const guessing = isGuessing(this.view);
    const state = guessing ? 'guessing' : toRoom ? 'seen' : kept || automatic ? 'kept' : 'unseen';
    return html`<p role="status">
        ${words.text(`answer.${state}`)} ${!toRoom && peeks ? html`<span class="only">${words.text('answer.peeking')}</span>` : nothing}
      </p>
      <div class="does">
        ${
          toRoom
            ? nothing
            : html`<button class="plain" aria-pressed=${String(peeks)} @click=${() => ask(this, 'peek')}>
              ${words.text('answer.peek')}
            </button>`
        }
        ${
          room.drives && !guessing
            ? html`<button class="plain" @click=${() => ask(this, 'answer')}>
                ${words.text(toRoom ? 'answer.hide' : 'answer.show')} <kbd aria-hidden="true">A</kbd>
              </button>
              ${
                anyAsked(this.view) || this.view?.tourAct?.kind === 'choose'
                  ? nothing
                  : html`<button class="plain" @click=${() => ask(this, 'question')}>${words.text('prediction.ask.button')} <kbd aria-hidden="true">I</kbd></button>`
              }
              ${
                toRoom || automatic
                  ? nothing
                  : html`<button class="plain" aria-pressed=${String(kept)} @click=${() => ask(this, 'answer', kept ? {} : { shown: false })}>
                    ${words.text('answer.keep')}
                  </button>`
              }`
            : nothing
        }
      </div>`;
  }
}

customElements.define('orrery-answer-controls', AnswerControls);
