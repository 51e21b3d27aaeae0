package io.prefscore.report.page;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** Files that the page carries within itself. */
final class PageFiles {

    /** The smallest build of ECharts that has scatter plots, tooltips and SVG; its version is part of the path. */
    private static final String CHARTS = "/META-INF/resources/webjars/echarts/5.3.1/dist/echarts.common.min.js";

    private PageFiles() {}

    /** The page's own style sheet. */
    static String style() {
        return read("report.css");
    }

    /** The page's own script, which calls the library. */
    static String script() {
        return read("report.js");
    }

    /** The charts' library. */
    static String library() {
        return read(CHARTS);
    }

    /** What a Content-Security-Policy calls an inline script or style by. */
    static String hash(String inline) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(inline.getBytes(StandardCharsets.UTF_8));
            return "'sha256-" + Base64.getEncoder().encodeToString(digest) + "'";
        } catch (NoSuchAlgorithmException exception) {
            throw new IllegalStateException("every Java has SHA-256", exception);
        }
    }

    private static String read(String name) {
        try (InputStream file = PageFiles.class.getResourceAsStream(name)) {
            if (file == null) {
                throw new IllegalStateException("the jar lacks " + name + "; build it again");
            }
            return inline(name, new String(file.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n"));
        } catch (IOException exception) {
            throw new UncheckedIOException("cannot read " + name + " of the jar", exception);
        }
    }

    /** A browser would end the element early at these, wherever they stand. */
    private static String inline(String name, String text) {
        if (text.contains("</script") || text.contains("</style") || text.contains("<!--")) {
            throw new IllegalStateException(
                    name + " cannot stand in a page: it holds the end of a script or a comment");
        }
        return text;
    }
}
