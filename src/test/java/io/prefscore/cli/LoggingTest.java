package io.prefscore.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.prefscore.OnEachSpark;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.junit.jupiter.api.Test;

@OnEachSpark
class LoggingTest {

    /** Of a warning that Spark 3.5 does not have. */
    private static final String ONLY_IN_4_0 = "org.apache.spark.sql.catalyst.analysis.FunctionResolution";

    @Test
    void namesClassesThatExist() throws IOException, ClassNotFoundException {
        Properties properties = new Properties();
        try (InputStream stream = Files.newInputStream(Path.of("conf/log4j2.properties"))) {
            properties.load(stream);
        }

        assertThat(properties).isNotEmpty();
        if (org.apache.spark.package$.MODULE$.SPARK_VERSION().startsWith("3.5.")) {
            assertThat(properties.values().remove(ONLY_IN_4_0)).isTrue();
        }
        for (String key : properties.stringPropertyNames()) {
            if (key.matches("logger\\..*\\.name")) {
                String logger = properties.getProperty(key);
                assertThat(Class.forName(logger, false, getClass().getClassLoader()))
                        .hasToString("class " + logger);
            }
        }
    }
}
