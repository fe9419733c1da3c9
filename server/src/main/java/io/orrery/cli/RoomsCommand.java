package io.orrery.cli;

import io.orrery.cluster.ClusterOptions;
import io.orrery.cluster.Transfer;
import io.orrery.error.CommandLineError;
import io.orrery.error.OrreryException;
import io.orrery.error.StorageError;
import io.orrery.store.DataFolder;
import io.orrery.store.LogLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code orrery rooms}: copies rooms between a data folder and servers that share their rooms over NATS. */
@Command(
        name = "rooms",
        description = "Copies rooms between a data folder and servers that share their rooms over NATS.",
        mixinStandardHelpOptions = true,
        subcommands = {RoomsCommand.Import.class, RoomsCommand.Export.class, HelpCommand.class})
final class RoomsCommand {
    /** The options of both directions. */
    private abstract static class Copy implements Callable<Integer> {
        @Spec
        private CommandSpec spec;

        @Option(
                names = "--data",
                paramLabel = "DIR",
                required = true,
                description = "The data folder, which no server may use meanwhile.")
        private Path data;

        @Mixin
        private NatsOptions cluster;

        @Option(names = "--json", description = "Print what was copied as one JSON object.")
        private boolean json;

        abstract Transfer.Done copy(DataFolder folder, ClusterOptions others);

        abstract boolean mustExist();

        @Override
        public Integer call() throws IOException {
            ClusterOptions others = cluster.options()
                    .orElseThrow(() -> BadArgument.of(
                            spec.commandLine(), new CommandLineError.OptionNeeds("rooms " + spec.name(), "--nats")));
            if (mustExist() && !Files.isDirectory(data)) {
                throw new OrreryException(new StorageError.UnusableDataFolder(data.toString(), "missing", ""));
            }
            Transfer.Done done;
            // Nothing is deleted for its age while it is copied.
            try (var folder = DataFolder.open(data, LogLimits.KEEP_ALL)) {
                done = copy(folder, others);
            }
            var out = spec.commandLine().getOut();
            if (json) {
                var object = new LinkedHashMap<String, Object>();
                object.put("rooms", done.copied().rooms());
                object.put("recordings", done.copied().recordings());
                object.put("left", done.copied().left());
                object.put("otherOperatorKey", done.hasOtherKey());
                JsonOutput.print(out, object);
            } else {
                out.println("Copied " + done.copied().rooms() + " rooms and "
                        + done.copied().recordings() + " recordings; "
                        + done.copied().left()
                        + " were there already, and as new.");
                if (done.hasOtherKey()) {
                    out.println(
                            "The two have different operator's keys: links with keys work, and cannot be shown again"
                                    + " until they are replaced.");
                }
            }
            out.flush();
            return 0;
        }
    }

    @Command(
            name = "import",
            description = "Copies all rooms and recordings of a data folder to the servers that share their rooms.",
            mixinStandardHelpOptions = true)
    static final class Import extends Copy {
        @Override
        Transfer.Done copy(DataFolder folder, ClusterOptions others) {
            return Transfer.in(folder, others);
        }

        @Override
        boolean mustExist() {
            return true;
        }
    }

    @Command(
            name = "export",
            description =
                    "Copies all rooms and recordings of the servers that share their rooms to a data folder, which is"
                            + " created if it is missing.",
            mixinStandardHelpOptions = true)
    static final class Export extends Copy {
        @Override
        Transfer.Done copy(DataFolder folder, ClusterOptions others) {
            return Transfer.out(others, folder);
        }

        @Override
        boolean mustExist() {
            return false;
        }
    }
}
