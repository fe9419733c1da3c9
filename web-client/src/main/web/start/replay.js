/** Entry point of the page that replays a recording. */
import features from 'manifests/onReplay.js';
import { RATES, secondsIn } from '../features/replay/time.js';
import { read, write } from '../live/identity.js';
import { isOffered, Recording, served } from '../live/recording.js';
import { ReplayConductor } from '../live/replay-conductor.js';
import { ReplayConnection } from '../live/replay-connection.js';
import { begin } from '../page/app.js';
import { deferredSource } from '../page/deferred-source.js';
import { listenToKeys as listen } from '../page/key-listener.js';
import { localId } from '../ui/step-texts.js';
import { words } from '../ui/words.js';

const MS = 1000;

/**
 * How this page gets its conductor: it follows the recording by a clock.
 * @returns {{connection: ReplayConnection, conductor: ReplayConductor}} the connection is not started
 */
function roomOf() {
  // of the address: a recording's id is no room's code, whose case does not count
  const id = decodeURIComponent(location.pathname.split('/').at(-1) ?? '');
  const asked = new URLSearchParams(location.hash.slice(1)),
    place = `orrery.replay.${id}`,
    linked = asked.get('key') ?? new URLSearchParams(location.search).get('key');
  // the page writes its address anew without it
  if (linked) write(place, linked, window);
  // a recording that is a file has its own source
  const own = /** @type {{orreryRecording?: import('../live/recording.js').Source}} */ (window).orreryRecording;
  const recording = new Recording(own ?? served(id, read(place, window) ?? ''));
  const connection = new ReplayConnection(recording, {
    from: (secondsIn(asked.get('t') ?? '') ?? 0) * MS,
    rate: RATES.find((rate) => String(rate) === asked.get('rate')),
  });
  connection.on('welcome', ({ state }) => {
    // Loads the step's texts at the same time as the model's graph.
    words.loadStep(localId(state.cursor.step));
  });
  const source = {
    ...deferredSource,
    // of a model that is not here there are words only: it is not asked for again and again
    graph: (/** @type {string} */ model) =>
      isOffered(recording, model) ? deferredSource.graph(model) : new Promise(() => {}),
  };
  const conductor = new ReplayConductor(connection, { source });
  return { connection, conductor };
}

begin({ features, way: { roomOf }, listen, texts: ['room'] });
