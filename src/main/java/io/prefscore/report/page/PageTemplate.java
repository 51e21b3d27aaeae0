package io.prefscore.report.page;

import freemarker.core.HTMLOutputFormat;
import freemarker.core.TemplateClassResolver;
import freemarker.template.Configuration;
import freemarker.template.Template;
import freemarker.template.TemplateException;
import freemarker.template.TemplateExceptionHandler;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;

/**
 * Makes one HTML file of a {@link PageView} that needs nothing else: style sheet, script, library and numbers stand within it,
 * and its Content-Security-Policy lets a browser fetch nothing and run only these scripts.
 *
 * <p>Texts of the data are escaped by the template engine in markup and by Gson in data blocks; they are never made into
 * markup by a script.
 */
public final class PageTemplate {

    private static final Template TEMPLATE = template();

    private PageTemplate() {}

    /** The page, to be written as UTF-8. */
    public static String html(PageView page) {
        String style = PageFiles.style();
        String library = PageFiles.library();
        String script = PageFiles.script();
        Map<String, Object> model = Map.of(
                "page",
                page,
                "style",
                style,
                "library",
                library,
                "script",
                script,
                "styleHash",
                PageFiles.hash(style),
                "libraryHash",
                PageFiles.hash(library),
                "scriptHash",
                PageFiles.hash(script));
        StringWriter html = new StringWriter();
        try {
            TEMPLATE.process(model, html);
        } catch (TemplateException exception) {
            throw new IllegalStateException("the template of the report does not fit its data", exception);
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
        return html.toString();
    }

    private static Template template() {
        Configuration configuration = new Configuration(Configuration.VERSION_2_3_34);
        configuration.setClassForTemplateLoading(PageTemplate.class, "");
        configuration.setDefaultEncoding(StandardCharsets.UTF_8.name());
        configuration.setOutputFormat(HTMLOutputFormat.INSTANCE);
        configuration.setLocale(Locale.ROOT);
        configuration.setTemplateExceptionHandler(TemplateExceptionHandler.RETHROW_HANDLER);
        configuration.setLogTemplateExceptions(false);
        configuration.setNewBuiltinClassResolver(TemplateClassResolver.ALLOWS_NOTHING_RESOLVER);
        try {
            return configuration.getTemplate("report.ftlh");
        } catch (IOException exception) {
            throw new UncheckedIOException("the jar holds no sound report.ftlh; build it again", exception);
        }
    }
}
