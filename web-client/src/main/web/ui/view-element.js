/** Base class of panels that render the view. */
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
