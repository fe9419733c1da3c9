// Times llama.cpp on a model: node measure.mjs MODEL POSITIONS WARMUPS RUNS, one JSON object on the output stream.
// Logits are asked for at every position, as a trace keeps them. The batch is decoded by the binding itself: the package's
// own evaluate also samples a token at each position, which is no part of what is compared.
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

const [modelPath, ...numbers] = process.argv.slice(2);
const [positions, warmups, runs] = numbers.map(Number);
const llama = await getLlama({gpu: false, build: "never", logLevel: LlamaLogLevel.error, skipDownload: true});
const model = await llama.loadModel({modelPath, useMmap: false});
const tokens = Uint32Array.from({length: positions}, (_, i) => 300 + ((i * 7919) % 200));
const all = Uint32Array.from(tokens.keys());

async function decode(context, sequence, first, some) {
    context.initBatch(some.length);
    context.addToBatch(sequence, first, some, all.slice(0, some.length));
    await context.decodeBatch();
}

async function timed(prepare, work) {
    const times = [];
    for (let run = 0; run < warmups + runs; run++) {
        prepare();
        const start = performance.now();
        await work();
        if (run >= warmups)
            times.push(performance.now() - start);
    }
    times.sort((a, b) => a - b);
    return Math.round(100 * times[Math.floor(runs / 2)]) / 100;
}

const figures = {prefillMs: {}, nextTokenMs: 0};
for (const threads of [1, 2]) {
    const context = await model.createContext({
        contextSize: 256, batchSize: 256, sequences: 1, threads: {ideal: threads, min: threads}, flashAttention: false
    });
    const addon = context._ctx;
    addon.setThreads(threads);
    figures.prefillMs[threads] = await timed(
        () => addon.disposeSequence(0), () => decode(addon, 0, 0, tokens));
    if (threads === 2)
        figures.nextTokenMs = await timed(
            () => addon.removeTokenCellsFromSequence(0, positions, positions + 1),
            () => decode(addon, 0, positions, tokens.slice(0, 1)));
    await context.dispose();
}
console.log(JSON.stringify(figures));
process.exit(0);
