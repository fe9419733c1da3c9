/** What all panels that are drawn from the view have in common. */
import { LitElement } from 'lit';

export class ViewElement extends LitElement {
  /** @type {import('lit').PropertyDeclarations} */
  static properties = { view: { attribute: false } };

  constructor() {
    super();
    /** @type {import('./view.js').View | null} */
    this.view = null;
  }
}
