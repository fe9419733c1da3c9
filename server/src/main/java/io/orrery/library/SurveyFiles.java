package io.orrery.library;

import io.orrery.error.OrreryException;
import io.orrery.lab.NeuronSurvey;
import io.orrery.lab.NeuronTexts;
import io.orrery.lab.Progress;
import io.orrery.model.Model;
import io.orrery.tensor.Workers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.concurrent.CancellationException;

/** Surveys of neurons as files, whole or as far as they are: one that was interrupted goes on where it was saved last. */
public final class SurveyFiles {
    /** The folder of surveys in a data folder. */
    public static final String FOLDER = "neurons";

    /** The name of a built-in model's survey, beside its other files. */
    private static final String SHIPPED = "neurons.gz";

    private static final long SAVED_EVERY_NANOS = 20_000_000_000L;

    private SurveyFiles() {}

    /** The file of a model's survey. @param model content id */
    public static Path file(Path folder, String model) {
        return folder.resolve(model + ".gz");
    }

    /**
     * The survey in a file; empty if there is none.
     *
     * @throws OrreryException with a {@link io.orrery.error.LabError.NotASurvey}
     */
    static Optional<NeuronSurvey> read(Path file, Model model) throws IOException {
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try (var stream = Files.newInputStream(file)) {
            return Optional.of(NeuronSurvey.read(stream, model.id(), model.graph(), file.toString()));
        }
    }

    /** The survey that is shipped with a model; empty if there is none, or if these are not the shipped weights. */
    public static Optional<NeuronSurvey> shipped(Model model) throws IOException {
        var name = "/presets/" + model.preset().id() + "/" + SHIPPED;
        try (var stream = SurveyFiles.class.getResourceAsStream(name)) {
            return stream == null
                    ? Optional.empty()
                    : Optional.of(NeuronSurvey.read(stream, model.id(), model.graph(), name));
        } catch (OrreryException e) {
            return Optional.empty();
        }
    }

    /** Writes a file, of which nobody ever sees a part. */
    static void write(NeuronSurvey survey, Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Path folder = Files.createDirectories(whole.getParent());
        Path part = Files.createTempFile(folder, "neurons", ".part");
        try {
            try (var stream = Files.newOutputStream(part)) {
                survey.write(stream);
            }
            Files.move(part, whole, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(part);
        }
    }

    /**
     * Makes a survey whole and saves it, now and then while it grows. One of other texts is replaced.
     *
     * @throws OrreryException as {@link NeuronTexts#addTo}, and with a {@link io.orrery.error.LabError.NotASurvey} if the file is something else
     */
    public static NeuronSurvey complete(Path file, Model model, NeuronTexts texts, Workers workers, Progress progress)
            throws IOException {
        var begun = texts.begin(model);
        NeuronSurvey survey = read(file, model)
                .filter(read -> read.header().equals(begun.header()))
                .orElse(begun);
        long[] saved = {System.nanoTime()};
        try {
            texts.addTo(survey, model, workers, (done, all) -> {
                progress.done(done, all);
                if (System.nanoTime() - saved[0] > SAVED_EVERY_NANOS) {
                    writeUnchecked(survey, file);
                    saved[0] = System.nanoTime();
                }
            });
        } catch (CancellationException e) {
            write(survey, file);
            throw e;
        }
        write(survey, file);
        return survey;
    }

    private static void writeUnchecked(NeuronSurvey survey, Path file) {
        try {
            write(survey, file);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
