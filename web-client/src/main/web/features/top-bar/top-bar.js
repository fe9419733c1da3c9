/**
 * The bar above the scene: the brand and the model, the tokens, and the room with the state of the connection.
 *
 * @typedef {import('../../ui/view.js').View} View
 */
import { css, html, nothing } from 'lit';
import { source } from '../../live/http.js';
import { spokenCode } from '../../live/identity.js';
import { logo, logoStyle } from '../../ui/logo.js';
import { titleOf } from '../../ui/model-words.js';
import { connectionState, shared } from '../../ui/styles.js';
import '../tokens/token-strip.js';
import { ViewElement } from '../../ui/view-element.js';
import { hostOf } from '../../ui/join-address.js';
import { words } from '../../ui/words.js';

/** Chips beside which the number of the model's parameters fits. */
const FEW = 11;

export class TopBar extends ViewElement {
  static styles = [
    shared,
    logoStyle,
    connectionState,
    css`
      :host {
        height: var(--bar-top);
        padding: 0 var(--edge);
        display: grid;
        /* a long strip gets the space between the two sides, which do not shrink */
        grid-template-columns: minmax(220px, 1fr) minmax(0, max-content) minmax(max-content, 1fr);
        align-items: center;
        gap: var(--s4);
        background: linear-gradient(var(--bg) 55%, transparent);
      }
      a {
        color: inherit;
        text-decoration: none;
        border-radius: var(--r1);
      }
      .brand {
        display: flex;
        align-items: center;
        gap: var(--s3);
        min-width: 0;
      }
      .brand a {
        flex: none;
        display: flex;
        align-items: center;
        gap: var(--s3);
        font-size: var(--text-lg);
        font-weight: var(--w-strong);
      }
      .model {
        padding-left: var(--s3);
        border-left: 1px solid var(--line);
        font-size: var(--text-sm);
        color: var(--ink-2);
        white-space: nowrap;
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .room {
        display: flex;
        align-items: center;
        justify-content: flex-end;
        gap: var(--s3);
        font-size: var(--text-sm);
        color: var(--ink-2);
        white-space: nowrap;
        min-width: 0;
      }
      .host {
        overflow: hidden;
        text-overflow: ellipsis;
      }
      .code {
        font-size: var(--text-lg);
        font-weight: var(--w-strong);
        letter-spacing: 0.06em;
        color: var(--ink);
      }
      orrery-text {
        justify-self: center;
        max-width: 100%;
      }
      @media (max-width: 1320px) {
        .model,
        .host {
          display: none;
        }
        :host {
          grid-template-columns: max-content minmax(0, 1fr) max-content;
        }
      }
    `,
  ];

  /** Beside the chips of a long text there is only room for the model's name. @param {View} view */
  #model({ graph, trace }) {
    if (!graph) return nothing;
    const { model } = graph;
    return (trace?.positions ?? 0) > FEW
      ? html`<bdi>${titleOf(model)}</bdi>`
      : words.text('model', { ...model, title: titleOf(model) });
  }

  render() {
    const { view } = this;
    if (!view) return nothing;
    return html`<div class="brand">
        <a href=${source.can('home') ? '/' : nothing}>${logo}<span>${words.text('brand')}</span></a>
        ${view.graph ? html`<span class="model">${this.#model(view)}</span>` : nothing}
      </div>
      <orrery-text .view=${view}><orrery-token-strip .view=${view}></orrery-token-strip></orrery-text>
      <div class="room">
        ${this.#room(view)}
        <orrery-page-tools ?find=${view.page !== 'presenter' || !view.mayDrive}></orrery-page-tools>
      </div>`;
  }

  /** @param {View} view */
  #room(view) {
    const alone = view.replay?.name ?? (view.page === 'solo' && words.text('room.solo'));
    if (alone) return html`<span>${alone}</span>`;
    const state = stateOf(view);
    const calm = state === 'live' || state === 'following';
    return html`<span class="state ${calm ? '' : 'waiting'}"><span>${words.text(`room.${state}`)}</span></span>
      <span class="host">${hostOf(view)}</span>
      ${
        view.code
          ? html`<span class="code" aria-label=${words.text('room.code', { code: spokenCode(view.code) })}>${spokenCode(view.code)}</span>`
          : nothing
      }`;
  }
}

/** @param {import('../../ui/view.js').View} view */
function stateOf(view) {
  if (view.status === 'connecting') return 'connecting';
  if (view.status !== 'open') return 'lost';
  if (view.page === 'presenter') return 'live';
  return view.looking ? 'looking' : 'following';
}

customElements.define('orrery-top-bar', TopBar);
