package io.orrery.web.file;

import io.orrery.model.Model;
import io.orrery.wire.TraceSummary;
import io.orrery.wire.UrlQuery;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The address of a view: the page of somebody alone reads what it shows from the fragment. */
public final class ViewAddress {
    private ViewAddress() {}

    /** The members at which a page has a run, to which others may be added. */
    public static Map<String, String> members(Model model, TraceSummary run) {
        var fragment = new LinkedHashMap<String, String>();
        fragment.put("preset", model.preset().id());
        fragment.put("tokens", run.tokens().stream().map(String::valueOf).collect(Collectors.joining(",")));
        fragment.put("given", Integer.toString(run.promptLength()));
        return fragment;
    }

    public static String fragment(Map<String, String> members) {
        return "#" + UrlQuery.of(members);
    }
}
