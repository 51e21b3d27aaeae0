package io.prefscore.report.page;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class ScalingPageTest {
    @Test
    void write() throws Exception {
        Path folder = Path.of("target", "pages");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("family.html"), ScalingPage.html(ScalingDocuments.family()));
        Files.writeString(folder.resolve("hostile.html"), ScalingPage.html(ScalingDocuments.hostile()));
        Files.writeString(folder.resolve("untold.html"), ScalingPage.html(ScalingDocuments.nothingTold()));
        Files.writeString(folder.resolve("many.html"), ScalingPage.html(ScalingDocuments.many(1000)));
    }
}
