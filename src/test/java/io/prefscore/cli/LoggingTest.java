package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

class LoggingTest {

    @Test
    void namesClassesThatExist() throws IOException, ClassNotFoundException {
        Properties properties = new Properties();
        try (InputStream stream = Files.newInputStream(Path.of("conf/log4j2.properties"))) {
            properties.load(stream);
        }

        assertThat(properties).isNotEmpty();
        for (String key : properties.stringPropertyNames()) {
            if (key.matches("logger\\..*\\.name")) {
                String logger = properties.getProperty(key);
                assertThat(Class.forName(logger, false, getClass().getClassLoader()))
                        .hasToString("class " + logger);
            }
        }
    }
}
