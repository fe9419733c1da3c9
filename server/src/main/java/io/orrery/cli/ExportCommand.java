package io.orrery.cli;

import io.orrery.error.CommandLineError;
import io.orrery.error.OrreryException;
import io.orrery.error.RequestError;
import io.orrery.library.Library;
import io.orrery.model.Model;
import io.orrery.model.ModelReference;
import io.orrery.model.Presets;
import io.orrery.picture.TemporaryFolder;
import io.orrery.room.access.RoomCode;
import io.orrery.room.activity.talk.Talk;
import io.orrery.room.activity.talk.TalkState;
import io.orrery.room.storage.SavedRoom;
import io.orrery.store.DataFolder;
import io.orrery.store.LogLimits;
import io.orrery.tour.file.TalkBeat;
import io.orrery.tour.file.TalkFile;
import io.orrery.tour.file.TourFolders;
import io.orrery.trace.Sampling;
import io.orrery.web.Hosting;
import io.orrery.web.Server;
import io.orrery.web.ServerOptions;
import io.orrery.web.file.FilePart;
import io.orrery.web.file.OneFile;
import io.orrery.wire.TraceSummary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code orrery export}: writes what is shown as one file that a browser opens without a server. */
@Command(
        name = "export",
        description = "Writes a step, a guided tour, a talk or a recording with its machine, its numbers and its cells'"
                + " cards as one .html file, which opens by a double click, without a server and without a"
                + " network.",
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Mixin
    private ModelOption model;

    @ArgGroup(multiplicity = "1")
    private Subject subject;

    /** The subject of the file: one of these. */
    static final class Subject {
        @ArgGroup(multiplicity = "1")
        private TextOptions text;

        @Option(
                names = "--recording",
                paramLabel = "ID",
                required = true,
                description = "The recording with this id, as its address /replay/ID has it; needs --data.")
        private String recording;

        @Option(
                names = "--tour",
                paramLabel = "TOUR",
                required = true,
                description = "The guided tour with this id, such as how-it-sorts.")
        private String tour;

        @Option(
                names = "--talk",
                paramLabel = "TALK",
                required = true,
                description =
                        "The file of a talk, as a page saves it; with --room, a talk of that room: its title or id.")
        private String talk;
    }

    @Option(
            names = "--tours",
            paramLabel = "FOLDER",
            description = "A folder with guided tours besides the built-in ones, for --tour.")
    private Path tours;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "The data folder of the server that has recorded, or has the room. No server may use it meanwhile.")
    private Path data;

    @Option(
            names = "--room",
            paramLabel = "CODE",
            description = "The code of the room that has the talk, also of one that is closed; needs --data.")
    private String room;

    @Option(
            names = "--without",
            paramLabel = "PARTS",
            split = ",",
            description = "What of a recording is left out: numbers, why, voice or captions; several with commas.")
    private List<String> leftOut = new ArrayList<>();

    @Option(
            names = "--step",
            paramLabel = "STEP",
            description = "The step at which the file opens, such as blocks.0.attn.pattern. By default the first.")
    private String step;

    @Option(
            names = "--generate",
            paramLabel = "N",
            defaultValue = "0",
            description = "How many tokens the model adds to the text, the most probable each. By default none.")
    private int generated;

    @Mixin
    private WrittenFile written;

    @Override
    public Integer call() throws IOException {
        Set<FilePart> without = without();
        if (subject.talk != null && data != null && room == null) {
            throw needs("--talk with --data", "--room");
        }
        if (room == null) {
            Optional<Path> talk = Optional.ofNullable(subject.talk).map(Path::of);
            if (talk.isPresent() && !Files.isRegularFile(talk.get())) {
                throw new NoSuchFileException(subject.talk);
            }
            return export(talk, without);
        }
        try (var quiet = LogFormat.quiet();
                var tours = TemporaryFolder.named("orrery-export")) {
            Path talk = Files.createDirectory(tours.folder().resolve(TalkBeat.CHAPTER));
            for (var file : talkOfRoom().entrySet()) {
                Files.write(talk.resolve(file.getKey()), file.getValue());
            }
            return export(Optional.of(tours.folder()), without);
        }
    }

    /** @param talk the file of the talk that is the subject, if one is, or a folder of tours with it */
    private int export(Optional<Path> talk, Set<FilePart> without) throws IOException {
        OneFile.Page made;
        int beatsWithoutWhy = 0;
        try (var quiet = LogFormat.quiet();
                var server = Server.start(options(talk))) {
            if (subject.recording != null) {
                made = server.recording(subject.recording, without);
            } else if (isTour()) {
                var filed = server.exports().tour(subject.tour == null ? TalkBeat.CHAPTER : subject.tour);
                made = filed.page();
                beatsWithoutWhy = filed.beatsWithoutWhy();
            } else {
                made = server.exports().step(run(server.library()), Optional.ofNullable(step));
            }
        }
        Path out = written.path();
        try (InputStream file = made.open()) {
            Files.copy(file, out, StandardCopyOption.REPLACE_EXISTING);
        }
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("bytes", made.length());
        about.put("parts", made.bytes());
        if (isTour()) {
            about.put("beatsWithoutWhy", beatsWithoutWhy);
        }
        String missing = beatsWithoutWhy == 0
                ? ""
                : " Answers of why that %d of its beats show are not in it; there it says so."
                        .formatted(beatsWithoutWhy);
        written.report(
                about,
                "Wrote %,d bytes to %s. It opens in a browser, without a server.%s"
                        .formatted(made.length(), out, missing));
        return 0;
    }

    private boolean isTour() {
        return subject.tour != null || subject.talk != null;
    }

    private Set<FilePart> without() {
        Set<FilePart> without = EnumSet.noneOf(FilePart.class);
        for (String word : leftOut) {
            without.add(FilePart.leftOut(word)
                    .orElseThrow(() -> BadArgument.of(
                            spec.commandLine(), new CommandLineError.NotOneOf("--without", FilePart.words(), word))));
        }
        return without;
    }

    /** A server of this process alone. */
    private ServerOptions options(Optional<Path> talk) throws IOException {
        ModelReference named = model.reference();
        if (isTour()) {
            ServerOptions options = ServerOptions.ofProcess(offered(named), Hosting.TEMPORARY);
            return talk.or(() -> Optional.ofNullable(tours).map(TourFolders::existing))
                    .map(options::withTours)
                    .orElse(options);
        }
        if (subject.recording == null) {
            return ServerOptions.ofProcess(List.of(named), Hosting.TEMPORARY);
        }
        mustHaveData("--recording");
        // what its own server keeps is not for this one to delete
        var hosting = new Hosting(
                Optional.of(data),
                Optional.empty(),
                false,
                Hosting.DEFAULT_MOST_ROOMS,
                Hosting.DEFAULT_ROOM_CAPACITY,
                Duration.ofHours(Hosting.DEFAULT_IDLE_HOURS),
                LogLimits.KEEP_ALL,
                List.of(),
                List.of());
        return ServerOptions.ofProcess(offered(named), hosting);
    }

    /** @param option which needs it */
    private void mustHaveData(String option) throws IOException {
        if (data == null) {
            throw needs(option, "--data");
        }
        if (!Files.isDirectory(data)) {
            throw new NoSuchFileException(data.toString());
        }
    }

    private ParameterException needs(String option, String needed) {
        return BadArgument.of(spec.commandLine(), new CommandLineError.OptionNeeds(option, needed));
    }

    /** The files of the talk that a room has, by name. */
    private Map<String, byte[]> talkOfRoom() throws IOException {
        if (subject.talk == null) {
            throw needs("--room", "--talk");
        }
        mustHaveData("--room");
        RoomCode code = RoomCode.typed(room);
        List<Talk> talks;
        try (var folder = DataFolder.open(data, LogLimits.KEEP_ALL)) {
            SavedRoom saved = folder.storage()
                    .room(code)
                    .orElseThrow(() -> new OrreryException(new RequestError.UnknownRoom(code.text())));
            talks = saved.state()
                    .map(log -> TalkState.PART.of(log.state()).talks())
                    .orElse(List.of());
        }
        List<Talk> named = talks.stream()
                .filter(talk -> talk.id().equals(subject.talk) || talk.title().equals(subject.talk))
                .toList();
        if (named.size() != 1) {
            throw new OrreryException(new CommandLineError.NoOneTalk(
                    code.text(),
                    subject.talk,
                    talks.size(),
                    talks.stream()
                            .map(talk -> talk.title().isEmpty() ? talk.id() : talk.id() + " (" + talk.title() + ")")
                            .toList()));
        }
        Talk talk = named.get(0);
        if (talk.beats().isEmpty()) {
            throw new OrreryException(new CommandLineError.EmptyTalk(code.text(), subject.talk));
        }
        return TalkFile.files(new TalkFile.Cover(talk.title(), talk.speaker(), talk.date()), talk.beats());
    }

    private static List<ModelReference> offered(ModelReference named) {
        return Stream.concat(Stream.of(named), Presets.served().stream())
                .distinct()
                .toList();
    }

    private TraceSummary run(Library library) {
        Model first = library.catalog().models().get(0);
        int[] tokens =
                subject.text.tokens(first.tokenizer()).stream().mapToInt(i -> i).toArray();
        TraceSummary run = library.tokens(first, tokens).join();
        for (int i = 0; i < generated; i++) {
            run = library.generate(run.id(), Sampling.GREEDY).join();
        }
        return run;
    }
}
