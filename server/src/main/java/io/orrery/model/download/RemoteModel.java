package io.orrery.model.download;

import java.net.URI;
import java.util.List;
import java.util.Optional;

/**
 * A model that can be downloaded on request: the location and hashes of its files.
 *
 * @param id its name
 * @param licence licence of its weights, an SPDX identifier
 * @param prompt the initial prompt
 * @param maxPrompt the longest text, in tokens, that is traced for an audience
 * @param repository its repository on the hub
 * @param revision the commit in the repository, so that the files never change
 */
public record RemoteModel(
        String id,
        String title,
        String licence,
        String prompt,
        int maxPrompt,
        String repository,
        String revision,
        List<RemoteFile> files) {
    /** The default hub. */
    public static final URI HUB = URI.create("https://huggingface.co");

    private static final String SMOLLM2 = "The capital of France is";

    private static final List<RemoteModel> ALL = List.of(
            new RemoteModel(
                    "gpt2",
                    "GPT-2",
                    "MIT",
                    "The animal didn't cross the street because it",
                    64,
                    "openai-community/gpt2",
                    "607a30d783dfa663caf39e06633721c8d4cfcd7e",
                    List.of(
                            new RemoteFile(
                                    "config.json",
                                    665,
                                    "0daed7749b4f02b8f76240d5444551d7b08712dab4d0adb8239c56ba823bb7b4"),
                            new RemoteFile(
                                    "tokenizer.json",
                                    RemoteFile.UNKNOWN,
                                    "8414cab924d8b9b33013f0d221c5862f365ee9be39c5c2bfae8a5a9e970478a6"),
                            new RemoteFile(
                                    "model.safetensors",
                                    548_105_171,
                                    "248dfc3911869ec493c76e65bf2fcf7f615828b0254c12b473182f0f81d3a707"))),
            new RemoteModel(
                    "smollm2-135m",
                    "SmolLM2-135M",
                    "Apache-2.0",
                    SMOLLM2,
                    64,
                    "HuggingFaceTB/SmolLM2-135M-Instruct",
                    "12fd25f77366fa6b3b4b768ec3050bf629380bac",
                    List.of(
                            new RemoteFile(
                                    "config.json",
                                    861,
                                    "8eb740e8bbe4cff95ea7b4588d17a2432deb16e8075bc5828ff7ba9be94d982a"),
                            new RemoteFile(
                                    "tokenizer.json",
                                    2_104_556,
                                    "9ca9acddb6525a194ec8ac7a87f24fbba7232a9a15ffa1af0c1224fcd888e47c"),
                            new RemoteFile(
                                    "model.safetensors",
                                    269_060_552,
                                    "5af571cbf074e6d21a03528d2330792e532ca608f24ac70a143f6b369968ab8c"))),
            new RemoteModel(
                    "smollm2-135m-q4",
                    "SmolLM2-135M, 4 bits",
                    "Apache-2.0",
                    SMOLLM2,
                    64,
                    "bartowski/SmolLM2-135M-Instruct-GGUF",
                    "09816acd5d99df7be770d85ea30822623dab342c",
                    List.of(new RemoteFile(
                            "SmolLM2-135M-Instruct-Q4_K_M.gguf",
                            105_454_432,
                            "2e8040ceae7815abe0dcb3540b9995eaa1fa0d2ca9e797d0a635ae4433c68c2d"))));

    public RemoteModel {
        files = List.copyOf(files);
    }

    /** All models that can be downloaded. */
    public static List<RemoteModel> all() {
        return ALL;
    }

    /** The model with this id. */
    public static Optional<RemoteModel> named(String id) {
        return ALL.stream().filter(model -> model.id().equals(id)).findFirst();
    }

    /** The size of the download in bytes, as far as it is known. */
    public long bytes() {
        return files.stream().mapToLong(file -> Math.max(0, file.bytes())).sum();
    }
}
