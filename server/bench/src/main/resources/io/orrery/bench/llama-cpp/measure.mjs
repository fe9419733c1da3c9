// Times llama.cpp on a model: node measure.mjs MODEL POSITIONS THREADS. Each line of the input asks for a run, "prefill" for the whole
// text and "next" for one more token, and is answered by its time and its processor
// time in ms.
// Logits are asked for at every position, as a trace keeps them. The batch is decoded by the binding itself: the package's
// own evaluate also samples a token at each position, which is no part of what is compared.
import {createInterface} from "node:readline";
import {getLlama, LlamaLogLevel} from "node-llama-cpp";

const [modelPath, ...numbers] = process.argv.slice(2);
const [positions, threads] = numbers.map(Number);
const llama = await getLlama({gpu: false, build: "never", logLevel: LlamaLogLevel.error, skipDownload: true});
const model = await llama.loadModel({modelPath, useMmap: false});
const tokens = Uint32Array.from({length: positions}, (_, i) => 300 + ((i * 7919) % 200));
const all = Uint32Array.from(tokens.keys());
const context = await model.createContext({
    contextSize: 256, batchSize: 256, sequences: 1, threads: {ideal: threads, min: threads}, flashAttention: false
});
const addon = context._ctx;
addon.setThreads(threads);

async function decode(first, some) {
    addon.initBatch(some.length);
    addon.addToBatch(0, first, some, all.slice(0, some.length));
    await addon.decodeBatch();
}

for await (const asked of createInterface({input: process.stdin})) {
    if (asked === "prefill")
        addon.disposeSequence(0);
    else
        addon.removeTokenCellsFromSequence(0, positions, positions + 1);
    const start = performance.now();
    const cpu = process.cpuUsage();
    if (asked === "prefill")
        await decode(0, tokens);
    else
        await decode(positions, tokens.slice(0, 1));
    const ms = performance.now() - start;
    const {user, system} = process.cpuUsage(cpu);
    console.log(`${ms} ${(user + system) / 1000}`);
}
process.exit(0);
