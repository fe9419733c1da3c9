package io.orrery.lab.tool;

import io.orrery.graph.Sizes;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A tool that a scene opens.
 *
 * @param view what is opened within it, by name, as pages have it in links
 * @param position that is asked about
 * @param tokens of the run
 * @param changes of the run, as texts
 * @param sizes of the model
 */
public record Opened(Map<String, String> view, int position, List<Integer> tokens, List<String> changes, Sizes sizes) {
    private static final Pattern WHOLE = Pattern.compile("\\d{1,9}");

    public Opened {
        view = Map.copyOf(view);
        tokens = List.copyOf(tokens);
        changes = List.copyOf(changes);
    }

    /**
     * A request for an answer.
     *
     * @param tool that answers
     * @param unchanged whether it is about the run without its changes
     * @param parameters besides those of the target
     */
    public record Request(String tool, boolean unchanged, Map<String, String> parameters) {
        public Request {
            parameters = Map.copyOf(parameters);
        }

        static Request of(Tool tool, Map<String, String> parameters) {
            return new Request(tool.name(), false, parameters);
        }
    }

    /** What is opened by a name. */
    Optional<String> value(String name) {
        return Optional.ofNullable(view.get(name)).filter(value -> !value.isEmpty());
    }

    boolean has(String name, String value) {
        return value.equals(view.get(name));
    }

    /**
     * Parameters for what is opened.
     *
     * @param names of the parameters, each with its name in the view
     */
    Map<String, String> values(Map<String, String> names) {
        var parameters = new TreeMap<String, String>();
        names.forEach((parameter, name) -> value(name).ifPresent(value -> parameters.put(parameter, value)));
        return parameters;
    }

    /** A position that is opened; empty if the text is shorter. */
    Optional<String> place(String name) {
        return value(name).filter(at -> !WHOLE.matcher(at).matches() || Integer.parseInt(at) < tokens.size());
    }
}
