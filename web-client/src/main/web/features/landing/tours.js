/** The list of tours. A module of its own, loaded when somebody asks for it. */
import '../tour/list/tours-list.js';
export { Progress } from '../tour/progress.js';
