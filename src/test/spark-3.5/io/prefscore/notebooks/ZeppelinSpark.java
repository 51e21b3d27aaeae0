package io.prefscore.notebooks;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import org.apache.zeppelin.display.AngularObjectRegistry;
import org.apache.zeppelin.display.GUI;
import org.apache.zeppelin.display.Input;
import org.apache.zeppelin.interpreter.Interpreter;
import org.apache.zeppelin.interpreter.InterpreterContext;
import org.apache.zeppelin.interpreter.InterpreterException;
import org.apache.zeppelin.interpreter.InterpreterGroup;
import org.apache.zeppelin.interpreter.InterpreterOutput;
import org.apache.zeppelin.interpreter.InterpreterResult;
import org.apache.zeppelin.interpreter.InterpreterResultMessage;
import org.apache.zeppelin.interpreter.LazyOpenInterpreter;
import org.apache.zeppelin.resource.LocalResourcePool;
import org.apache.zeppelin.spark.SparkInterpreter;
import org.apache.zeppelin.spark.SparkSqlInterpreter;

/**
 * Zeppelin's own interpreters for Scala and SQL with one Spark session of two local cores: what stands behind a note on its
 * server. Empty when opened. There may be one at a time in a JVM.
 */
final class ZeppelinSpark implements AutoCloseable {

    private static final String SESSION = "session";

    private final InterpreterGroup group = new InterpreterGroup("spark");
    private final SparkInterpreter spark = new SparkInterpreter(properties());
    private final Interpreter scala;
    private final Interpreter sql;
    private final ClassLoader before = Thread.currentThread().getContextClassLoader();
    private final Map<String, Object> parameters;

    private ZeppelinSpark(Map<String, Object> parameters) {
        this.parameters = parameters;
        group.setAngularObjectRegistry(new AngularObjectRegistry(group.getId(), null));
        group.setResourcePool(new LocalResourcePool(group.getId()));
        this.scala = join(spark);
        this.sql = join(new SparkSqlInterpreter(properties()));
    }

    /**
     * Opens an empty one.
     *
     * @param parameters what a reader types into forms of these names, in place of what the note says
     */
    static ZeppelinSpark open(Map<String, Object> parameters) throws InterpreterException {
        ZeppelinSpark zeppelin = new ZeppelinSpark(parameters);
        Thread.currentThread()
                .setContextClassLoader(new ShellClasses(zeppelin.spark::getScalaShellClassLoader, zeppelin.before));
        zeppelin.scala.open();
        zeppelin.sql.open();
        return zeppelin;
    }

    /** As Zeppelin comes, but for what makes it start fast and keep to itself. */
    private static Properties properties() {
        Properties properties = new Properties();
        properties.putAll(Map.ofEntries(
                Map.entry("spark.master", "local[2]"),
                Map.entry("spark.app.name", "notes"),
                Map.entry("spark.ui.enabled", "false"),
                Map.entry("spark.driver.host", "127.0.0.1"),
                Map.entry("spark.driver.bindAddress", "127.0.0.1"),
                Map.entry("spark.sql.shuffle.partitions", "3"),
                Map.entry("zeppelin.spark.useHiveContext", "false"),
                Map.entry("zeppelin.spark.maxResult", "1000"),
                Map.entry("zeppelin.spark.printREPLOutput", "true"),
                Map.entry("zeppelin.spark.scala.color", "false"),
                // knows versions before 3.1 only
                Map.entry("zeppelin.spark.enableSupportedVersionCheck", "false")));
        return properties;
    }

    private Interpreter join(Interpreter inner) {
        inner.setInterpreterGroup(group);
        Interpreter outer = new LazyOpenInterpreter(inner);
        outer.setInterpreterGroup(group);
        group.addInterpreterToSession(outer, SESSION);
        return outer;
    }

    /** Runs a paragraph and returns it with what came of it, whether or not it went well. */
    Paragraph run(Paragraph paragraph) throws IOException {
        GUI forms = GUI.fromJson(paragraph.settings().toString());
        forms.getParams().putAll(parameters);
        LocalDateTime started = LocalDateTime.now(ZoneId.systemDefault());
        Results results = paragraph
                .language()
                .map(language -> switch (language) {
                    case SCALA -> run(scala, paragraph, forms);
                    case SQL -> run(sql, paragraph, forms);
                    case MARKDOWN -> new Results(Results.Code.SUCCESS, List.of());
                })
                .orElseGet(() -> error("no interpreter %" + paragraph.interpreter()
                        + "; notes are written for %spark, %spark.sql (or %sql) and %md"));
        JsonObject settings = JsonParser.parseString(forms.toJson()).getAsJsonObject();
        return paragraph.ran(started, LocalDateTime.now(ZoneId.systemDefault()), settings, results);
    }

    private Results run(Interpreter interpreter, Paragraph paragraph, GUI forms) {
        InterpreterOutput out = new InterpreterOutput(null);
        try {
            String script = withForms(interpreter, paragraph, forms);
            InterpreterResult result = interpreter.interpret(script, context(paragraph, forms, out));
            out.flush();
            List<InterpreterResultMessage> messages = new ArrayList<>(out.toInterpreterResultMessage());
            messages.addAll(result.message());
            return new Results(
                    result.code() == InterpreterResult.Code.SUCCESS ? Results.Code.SUCCESS : Results.Code.ERROR,
                    messages.stream()
                            .map(message -> new Results.Output(message.getType().name(), message.getData()))
                            .toList());
        } catch (InterpreterException | IOException failure) {
            return error(failure.toString());
        }
    }

    /** A script whose {@code ${name=value}} are filled in, where its interpreter has forms of that kind. */
    private static String withForms(Interpreter interpreter, Paragraph paragraph, GUI forms)
            throws InterpreterException {
        boolean inText = interpreter.getFormType() == Interpreter.FormType.SIMPLE
                || "simple".equals(paragraph.properties().get("form"));
        if (!inText) {
            forms.clear();
            return paragraph.script();
        }
        forms.setForms(Input.extractSimpleQueryForm(paragraph.script(), false));
        return Input.getSimpleQuery(forms.getParams(), paragraph.script(), false);
    }

    private InterpreterContext context(Paragraph paragraph, GUI forms, InterpreterOutput out) {
        GUI ofTheNote = new GUI();
        ofTheNote.setParams(parameters);
        return InterpreterContext.builder()
                .setNoteId(paragraph.note())
                .setNoteName(paragraph.note())
                .setParagraphId("paragraph-" + paragraph.number())
                .setParagraphTitle(paragraph.title())
                .setParagraphText(paragraph.script())
                .setReplName(paragraph.interpreter())
                .setLocalProperties(paragraph.properties())
                .setGUI(forms)
                .setNoteGUI(ofTheNote)
                .setAngularObjectRegistry(group.getAngularObjectRegistry())
                .setResourcePool(group.getResourcePool())
                .setInterpreterOut(out)
                .build();
    }

    private static Results error(String text) {
        return new Results(Results.Code.ERROR, List.of(new Results.Output("TEXT", text)));
    }

    /** Stops Spark, too. */
    @Override
    public void close() throws InterpreterException {
        try {
            scala.close();
        } finally {
            Thread.currentThread().setContextClassLoader(before);
        }
    }
}
