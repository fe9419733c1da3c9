/** The choice of the language, for this page and later ones; hidden if there is only one. */
import { css, html, LitElement, nothing } from 'lit';
import { changeTexts, keepChoice } from './change-texts.js';
import { chosenLanguage, KEY, languages, textSettings } from './language.js';
import { selectStyle } from './sheet-style.js';
import { shared } from './styles.js';
import { words } from './words.js';

export class LanguageChoice extends LitElement {
  static styles = [
    shared,
    selectStyle,
    css`
      :host {
        display: contents;
      }
      select {
        /* of a bar with one line; a header that wraps sets its own */
        height: var(--language-height, 100%);
        min-height: var(--hit);
        max-width: var(--language-width, 8em);
        padding: 0 22px 0 var(--s1);
        font: inherit;
        font-size: var(--text-sm);
        color: var(--ink-2);
        background: var(--arrow);
        border: 0;
        border-radius: var(--r2);
        cursor: pointer;
      }
      select:hover {
        color: var(--ink);
      }
      select:disabled {
        opacity: 1;
        cursor: default;
      }
      option {
        color: var(--ink);
        background: var(--surface);
      }
    `,
  ];

  render() {
    const there = languages();
    if (there.length < 2) return nothing;
    const isSet = textSettings.language !== '';
    const label = words.text(isSet ? 'texts.languageSet' : 'language.label');
    // Languages are listed by their own names, which are not translated.
    return html`<select translate="no" aria-label=${label} title=${label} ?disabled=${isSet} @change=${this.#choose}>
      ${there.map((id) => html`<option value=${id} lang=${id} ?selected=${id === words.language}>${nameOf(id)}</option>`)}
    </select>`;
  }

  /** @param {{currentTarget: HTMLSelectElement}} event */
  async #choose({ currentTarget: select }) {
    const { value } = select;
    try {
      await changeTexts(value);
      keepChoice(KEY, 'lang', value);
    } catch (problem) {
      console.error(problem);
      select.value = words.language;
    }
  }

  updated() {
    const select = this.renderRoot.querySelector('select');
    if (select) select.value = words.language;
  }
}

/** A language's own name. @param {string} id */
export function nameOf(id) {
  try {
    return new Intl.DisplayNames(id, { type: 'language' }).of(id) ?? id;
  } catch {
    return id;
  }
}

// the person has chosen another language in another window
window.addEventListener('storage', ({ key, newValue }) => {
  if (key !== KEY || newValue === null || !languages().includes(newValue)) return;
  changeTexts(textSettings.language === '' ? newValue : chosenLanguage()).catch(console.error);
});
customElements.define('orrery-language', LanguageChoice);
