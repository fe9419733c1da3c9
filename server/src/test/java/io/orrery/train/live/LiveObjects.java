package io.orrery.train.live;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import javax.management.JMException;
import javax.management.ObjectName;

/** What is reachable in this process, as its collector counts it after a full collection. */
final class LiveObjects {
    private static final int COUNT = 1;
    private static final int BYTES = 2;

    private LiveObjects() {}

    /** The number of objects of a class. */
    static long count(String name) throws JMException {
        return figures().stream()
                .filter(row -> row.size() > 3 && row.get(3).equals(name))
                .mapToLong(row -> Long.parseLong(row.get(COUNT)))
                .sum();
    }

    /** The bytes of all objects. */
    static long bytes() throws JMException {
        return figures().stream()
                .filter(row -> row.get(0).equals("Total"))
                .mapToLong(row -> Long.parseLong(row.get(BYTES)))
                .sum();
    }

    /** Rows such as {@code 12: 3 72 java.lang.String} and {@code Total 100 3000}. */
    private static List<List<String>> figures() throws JMException {
        String histogram = (String) ManagementFactory.getPlatformMBeanServer()
                .invoke(
                        new ObjectName("com.sun.management:type=DiagnosticCommand"),
                        "gcClassHistogram",
                        new Object[] {new String[0]},
                        new String[] {String[].class.getName()});
        return histogram
                .lines()
                .map(line -> Arrays.asList(line.strip().split("\\s+")))
                .toList();
    }
}
