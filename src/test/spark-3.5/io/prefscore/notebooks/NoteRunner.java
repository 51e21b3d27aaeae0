package io.prefscore.notebooks;

import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.zeppelin.interpreter.InterpreterException;

/**
 * Runs notes, each in an empty interpreter, and writes them with their results into a folder.
 *
 * <p>{@code NoteRunner RESULTS [name=value …] NOTE.zpln …}: a value goes into forms of that name, of all notes after it; one in
 * square brackets is a list, for check boxes. Ends with 1 where a paragraph failed or shows something malformed; those after it
 * are run all the same.
 */
public final class NoteRunner {

    /** Zeppelin puts its own in place of this one. */
    private static final PrintStream OUT = System.out;

    private NoteRunner() {}

    public static void main(String[] arguments) throws IOException, InterpreterException {
        Path results = Path.of(arguments[0]);
        Map<String, Object> parameters = new HashMap<>();
        boolean failed = false;
        for (String argument : List.of(arguments).subList(1, arguments.length)) {
            int equals = argument.indexOf('=');
            if (equals < 0) {
                failed |= run(Note.read(Path.of(argument)), parameters, results);
            } else {
                parameters.put(argument.substring(0, equals), value(argument.substring(equals + 1)));
            }
        }
        OUT.flush();
        // threads of Zeppelin's and Spark's are left
        Runtime.getRuntime().halt(failed ? 1 : 0);
    }

    private static Object value(String text) {
        if (!text.startsWith("[")) {
            return text;
        }
        List<Object> values = new ArrayList<>();
        JsonParser.parseString(text).getAsJsonArray().forEach(value -> values.add(value.getAsString()));
        return values;
    }

    private static boolean run(Note note, Map<String, Object> parameters, Path results)
            throws IOException, InterpreterException {
        OUT.println(note.file() + ": " + note.title());
        List<Paragraph> done = new ArrayList<>();
        long startNanos = System.nanoTime();
        try (ZeppelinSpark zeppelin = ZeppelinSpark.open(parameters)) {
            OUT.printf(Locale.ROOT, "%6.1f s to open the interpreter%n", (System.nanoTime() - startNanos) / 1e9);
            for (Paragraph paragraph : note.paragraphs()) {
                Paragraph ran = zeppelin.run(paragraph);
                done.add(ran);
                OUT.println(ResultRules.line(ran));
            }
        }
        Note ran = note.with(done);
        ran.write(results);
        List<String> complaints = ResultRules.complaints(ran);
        complaints.forEach(OUT::println);
        return !complaints.isEmpty();
    }
}
