/** Entry point of the page of a remote control, which is all of it. */
import { insist } from '../live/retry.js';
import { RemotePage } from '../page/remote.js';
import { chosenLanguage, declareLanguage } from '../ui/language.js';
import { chosenTheme, useTheme } from '../ui/theme.js';
import { words } from '../ui/words.js';

words.language = chosenLanguage();
words.groups = new Set(['remote']);
useTheme(chosenTheme('remote'));
await insist(() => Promise.all([words.load(), words.loadRest()]));
declareLanguage();
customElements.define('orrery-app', RemotePage);
