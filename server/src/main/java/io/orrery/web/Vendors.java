package io.orrery.web;

import io.orrery.wire.Json;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Properties;

/** The libraries that pages use, in the versions that are on the class path, and the import map that names them. */
final class Vendors {
    private final Map<String, String> versions = new LinkedHashMap<>();

    Vendors() {
        for (String library : new String[] {"three", "lit", "lit-html", "lit-element", "lit__reactive-element"}) {
            versions.put(library, version(library));
        }
    }

    /** Whether pages use this library in this version. */
    boolean has(String library, String version) {
        return version.equals(versions.get(library));
    }

    /** Where a library's files are on the class path. */
    String folder(String library) {
        return "META-INF/resources/webjars/" + library + "/" + versions.get(library) + "/";
    }

    /** The import map: bare names, and names with a path behind them. */
    String importMap() {
        var imports = new LinkedHashMap<String, String>();
        imports.put("three", address("three") + "build/three.module.min.js");
        imports.put("three/addons/", address("three") + "examples/jsm/");
        add(imports, "lit", "lit", "index.js");
        add(imports, "lit-html", "lit-html", "lit-html.js");
        add(imports, "lit-element", "lit-element", "index.js");
        add(imports, "@lit/reactive-element", "lit__reactive-element", "reactive-element.js");
        return Json.write(Map.of("imports", imports));
    }

    private void add(Map<String, String> imports, String name, String library, String main) {
        imports.put(name, address(library) + main);
        imports.put(name + "/", address(library));
    }

    private String address(String library) {
        return "/vendor/" + library + "/" + versions.get(library) + "/";
    }

    private static String version(String library) {
        String name = "META-INF/maven/org.webjars.npm/" + library + "/pom.properties";
        try (InputStream in = Vendors.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("The library " + library + " is not on the class path.");
            }
            var properties = new Properties();
            properties.load(in);
            return properties.getProperty("version");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
