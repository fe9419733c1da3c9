/** The landing page: take a tour or walk alone, join a room by its code, or present one. The machine is shown next to it. */
import { css, html, nothing } from 'lit';
import { normalCode } from '../../live/identity.js';
import { isLoopback } from '../../live/loopback.js';
import { server } from '../../live/model-source.js';
import '../../ui/full-screen-button.js';
import '../../ui/language-choice.js';
import { logo, logoStyle } from '../../ui/logo.js';
import { titleOf } from '../../ui/model-words.js';
import { sheet } from '../../ui/sheet-style.js';
import { shared } from '../../ui/styles.js';
import { ViewElement } from '../../ui/view-element.js';
import { words } from '../../ui/words.js';

export class Landing extends ViewElement {
  static properties = {
    models: { state: true },
    wrongCode: { state: true },
    wrongLink: { state: true },
    progress: { state: true },
  };

  static styles = [
    shared,
    logoStyle,
    sheet,
    css`
      :host {
        position: relative;
        min-height: 100dvh;
        display: flex;
        flex-direction: column;
        justify-content: space-between;
        gap: var(--s6);
        padding: 36px 88px 40px;
        pointer-events: none;
      }
      main,
      footer,
      dialog,
      header > * {
        pointer-events: auto;
        max-width: 600px;
      }
      header {
        display: flex;
        align-items: center;
        justify-content: space-between;
        margin-right: -24px;
      }
      .brand {
        margin-right: auto;
        display: flex;
        align-items: center;
        gap: var(--s3);
        font-size: 20px;
        font-weight: var(--w-strong);
      }
      .logo {
        --logo-size: 32px;
      }
      h1 {
        font-size: var(--text-3xl);
        line-height: 1.06;
        font-weight: var(--w-strong);
        letter-spacing: -0.01em;
        max-width: 12em;
      }
      .text {
        margin-top: var(--s5);
        font-size: 19px;
        line-height: var(--lh-read);
        color: var(--ink-2);
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s3);
        margin-top: var(--s5);
      }
      .ways .filled,
      .ways .plain,
      .join button {
        min-height: 48px;
        padding: 0 22px;
        font-size: 16px;
      }
      .models,
      .flight {
        margin-top: var(--s4);
      }
      .models {
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
      .models a,
      .flight a {
        color: var(--ink-2);
        text-underline-offset: 3px;
      }
      .models a {
        white-space: nowrap;
        margin-right: var(--s2);
      }
      .flight {
        display: flex;
        flex-wrap: wrap;
        gap: var(--s1) var(--s4);
        margin-top: var(--s2);
      }
      .join {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--s3);
        margin-top: var(--s6);
      }
      .join label {
        margin: 0;
        font-size: var(--text-md);
      }
      .join input {
        width: 190px;
        font-size: 18px;
        letter-spacing: 0.08em;
        text-transform: uppercase;
        background: color-mix(in srgb, var(--surface) 70%, transparent);
      }
      .join input::placeholder {
        letter-spacing: 0;
        text-transform: none;
        font-size: var(--text-md);
      }
      .wrong {
        flex-basis: 100%;
        margin-top: var(--s2);
      }
      figure {
        display: flex;
        align-items: center;
        gap: var(--s4);
        margin: 0;
        color: var(--ink-2);
        line-height: var(--lh-read);
        max-width: 420px;
      }
      figure img {
        border-radius: var(--r2);
        background: #fff;
      }
      @media (max-width: 899px), (orientation: portrait), (max-height: 700px) {
        /* On a phone the QR code has no use: the page is open already. */
        figure {
          display: none;
        }
      }
      footer {
        font-size: var(--text-sm);
        color: var(--ink-3);
      }
      dialog.tours {
        width: min(640px, calc(100vw - 2 * var(--s4)));
      }
      .tours .row {
        justify-content: space-between;
      }
      dialog p {
        color: var(--ink-2);
        line-height: var(--lh-read);
      }
      dialog a {
        color: var(--accent);
        text-underline-offset: 3px;
      }
      dialog label {
        margin-top: var(--s4);
      }
      /* The machine fills the right half; on windows of medium width the text keeps to the left half. */
      @media (max-width: 1320px) {
        :host {
          padding: 36px 48px 40px;
        }
        main,
        footer {
          max-width: calc(46vw - 48px);
        }
        h1 {
          font-size: 40px;
        }
        .text {
          font-size: 17px;
        }
      }
      @media (max-width: 899px), (orientation: portrait) {
        :host {
          padding: var(--s5);
          justify-content: flex-end;
          gap: var(--s5);
        }
        main,
        footer {
          max-width: 600px;
        }
        header {
          position: absolute;
          top: var(--s4);
          left: var(--s5);
          right: var(--s4);
          min-height: 48px;
          margin: 0;
        }
        main {
          padding-top: 34dvh;
        }
        h1 {
          font-size: 36px;
        }
        .text {
          margin-top: var(--s3);
          font-size: 16px;
        }
        .ways {
          margin-top: var(--s4);
        }
        .models {
          margin-top: var(--s3);
        }
        .flight {
          margin-top: var(--s1);
        }
        .ways > .filled,
        .ways > .plain {
          flex: 1 1 auto;
          padding: 0 var(--s3);
          font-size: var(--text-md);
        }
        .join {
          margin-top: var(--s4);
        }
        .join label {
          flex-basis: 100%;
        }
        .join input {
          flex: 1;
          width: 0;
          min-width: 120px;
        }
      }
    `,
  ];

  constructor() {
    super();
    /** @type {import('../../live/model-source.js').Preset[]} */
    this.models = [];
    this.wrongCode = false;
    this.wrongLink = false;
    /** @type {import('../tour/list/tour-list.js').OfferedTours | null} without any, the walk is offered step by step */
    this.offered = null;
    /** @type {import('../tour/progress.js').Progress | null} once the tours are shown */
    this.progress = null;
    /** Whether it is known which tours there are, if any. */
    this.known = false;
    /** Ends when that is known. @type {Promise<void> | undefined} */
    this.learning = undefined;
  }

  firstUpdated() {
    this.learning = this.#learn();
  }

  async #learn() {
    try {
      this.models = await server.presets();
    } catch {
      // The page is of use without the names of the models.
    }
    try {
      const { OfferedTours } = await import('../tour/list/tour-list.js');
      this.offered = new OfferedTours(this);
      await this.offered.load();
    } catch {
      // Then the walk is offered step by step.
    }
    this.known = true;
  }

  get tours() {
    return this.offered?.list ?? [];
  }

  render() {
    const model = this.view?.graph?.model;
    return html`<header>
        <div class="brand">${logo}<span>${words.text('brand')}</span></div>
        <orrery-language></orrery-language><orrery-full-screen></orrery-full-screen>
      </header>
      <main>
        <h1>${words.text('landing.headline')}</h1>
        <p class="text">${words.text('landing.text')}</p>
        <div class="ways">
          <a
            class="button filled"
            href="/solo"
            role=${this.tours.length === 0 ? nothing : 'button'}
            aria-haspopup=${this.tours.length === 0 ? nothing : 'dialog'}
            @click=${this.#showTours}
            >${words.text('landing.walk')}</a
          >
          <button class="plain" @click=${this.#askForKey}>${words.text('landing.present')}</button>
        </div>
        ${
          this.models.length < 2
            ? nothing
            : html`<p class="models">
              ${words.text('landing.models')}
              ${this.models.map(
                (each) =>
                  html`<a href=${`/solo#preset=${encodeURIComponent(each.id)}`} translate="no">${titleOf(each)}</a> `,
              )}
            </p>`
        }
        <p class="flight">
          ${this.tours.length === 0 ? nothing : html`<a href="/solo">${words.text('landing.steps')}</a> `}<a href="/solo#past=flight">${words.text('landing.flight')}</a>
        </p>
        <form class="join" @submit=${this.#join}>
          <label for="code">${words.text('landing.codeLabel')}</label>
          <input
            id="code"
            name="code"
            autocomplete="off"
            autocapitalize="characters"
            spellcheck="false"
            maxlength="16"
            placeholder=${words.text('landing.codeHint')}
            aria-describedby="wrong-code"
            @input=${() => {
              this.wrongCode = false;
            }}
          />
          <button class="plain" type="submit">${words.text('landing.join')}</button>
          <p class="wrong" id="wrong-code" role="alert">${this.wrongCode ? words.text('landing.codeMissing') : nothing}</p>
        </form>
      </main>
      ${
        isLoopback(location.origin)
          ? nothing
          : html`<figure>
            <img src=${`/qr.svg?address=${encodeURIComponent(location.origin)}`} alt="" width="104" height="104" />
            <figcaption>${words.text('landing.qr', { address: location.host })}</figcaption>
          </figure>`
      }
      <footer>${model ? words.text('landing.foot', { ...model, title: titleOf(model) }) : nothing}</footer>
      ${this.#dialog()} ${this.#toursDialog()}`;
  }

  #toursDialog() {
    return html`<dialog class="tours" aria-labelledby="tours-title">
      <h2 id="tours-title">${words.text('landing.tours')}</h2>
      ${this.progress ? html`<orrery-tours-list links .tours=${this.tours} .progress=${this.progress}></orrery-tours-list>` : nothing}
      <div class="row">
        <a class="button plain" href="/solo">${words.text('landing.steps')}</a>
        <button class="plain" type="button" @click=${() => this.#toursOf()?.close()}>${words.text('landing.close')}</button>
      </div>
    </dialog>`;
  }

  #toursOf() {
    return /** @type {HTMLDialogElement | null} */ (this.renderRoot.querySelector('dialog.tours'));
  }

  /** Shows the tours, also to somebody who was quicker than their list; without any, the walk is a link like others. @param {Event} event */
  async #showTours(event) {
    if (this.known && this.tours.length === 0) return;
    event.preventDefault();
    await this.learning;
    if (this.tours.length === 0) return location.assign('/solo');
    const { Progress } = await import('./tours.js');
    this.progress = new Progress();
    this.#toursOf()?.showModal();
  }

  #dialog() {
    return html`<dialog class="present" aria-labelledby="present-title">
      <form @submit=${this.#present}>
        <h2 id="present-title">${words.text('present.title')}</h2>
        <p>${words.text('present.text')} <a href="/rooms">${words.text('present.rooms')}</a></p>
        <label for="link">${words.text('present.link')}</label>
        <input id="link" name="link" autocomplete="off" spellcheck="false" aria-describedby="wrong-link" />
        <label for="room">${words.text('present.code')}</label>
        <input id="room" name="room" autocomplete="off" autocapitalize="characters" spellcheck="false" maxlength="16" />
        <p class="wrong" id="wrong-link" role="alert">${this.wrongLink ? words.text('present.missing') : nothing}</p>
        <div class="row">
          <button class="plain" type="button" @click=${this.#close}>${words.text('present.cancel')}</button>
          <button class="filled" type="submit">${words.text('present.go')}</button>
        </div>
      </form>
    </dialog>`;
  }

  #presenting() {
    return /** @type {HTMLDialogElement | null} */ (this.renderRoot.querySelector('dialog.present'));
  }

  #askForKey() {
    this.wrongLink = false;
    this.#presenting()?.showModal();
  }

  #close() {
    this.#presenting()?.close();
  }

  /** @param {Event & {target: HTMLFormElement}} event */
  async #present(event) {
    event.preventDefault();
    const form = new FormData(event.target);
    const { presenterPath } = await import('../../live/presenter-key.js');
    const path = presenterPath(String(form.get('link')), String(form.get('room')));
    this.wrongLink = path === null;
    if (path !== null) location.assign(path);
  }

  /** @param {Event & {target: HTMLFormElement}} event */
  #join(event) {
    event.preventDefault();
    const code = normalCode(String(new FormData(event.target).get('code')));
    this.wrongCode = code === '';
    if (code !== '') location.assign(`/r/${encodeURIComponent(code)}`);
  }
}

customElements.define('orrery-landing', Landing);
