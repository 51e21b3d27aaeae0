package io.prefscore.report.page;

import com.google.gson.Gson;
import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A headless Chromium, driven by chromedriver over the W3C WebDriver protocol. Plain HTTP rather than Selenium, whose Guava is
 * another than that of Spark 3.5, with which these tests share a class path.
 */
public final class Browser implements AutoCloseable {

    private static final Pattern PORT = Pattern.compile("started successfully on port (\\d+)");
    private static final Gson GSON = new Gson();

    private final HttpClient client = HttpClient.newHttpClient();
    private final Process driver;
    private final String session;

    private Browser(Path chromium, Path chromedriver, Path profile) throws IOException {
        driver = new ProcessBuilder(chromedriver.toString(), "--port=0")
                .redirectErrorStream(true)
                .start();
        try {
            String server = "http://127.0.0.1:" + port(driver) + "/session";
            JsonObject opened =
                    request("POST", server, capabilities(chromium, profile)).getAsJsonObject();
            session = server + "/" + opened.get("sessionId").getAsString();
        } catch (RuntimeException exception) {
            driver.destroy();
            throw exception;
        }
    }

    /** A browser with an empty profile. */
    static Browser open(Path chromium, Path chromedriver, Path profile) throws IOException {
        return new Browser(chromium, chromedriver, profile);
    }

    /** A program of the search path. */
    static Optional<Path> program(String name) {
        return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** Loads a page. */
    public void go(URI page) {
        post("/url", Map.of("url", page.toString()));
    }

    /** The value of an expression. */
    public JsonElement value(String expression) {
        return post("/execute/sync", Map.of("script", "return (" + expression + ")", "args", List.of()));
    }

    /** Strings of an array expression. */
    public List<String> strings(String expression) {
        return value(expression).getAsJsonArray().asList().stream()
                .map(JsonElement::getAsString)
                .toList();
    }

    /** A viewport of the size in CSS pixels, in one of the schemes. */
    public void show(int width, int height, String scheme) {
        protocol(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 500));
        protocol(
                "Emulation.setEmulatedMedia",
                Map.of("features", List.of(Map.of("name", "prefers-color-scheme", "value", scheme))));
        waitForFrames();
    }

    /** Moves the mouse to the middle of the element that an expression yields. */
    public void pointAt(String element) {
        JsonObject middle = value("(() => { const one = " + element
                        + "; one.scrollIntoView({block: 'center'}); const box = one.getBoundingClientRect();"
                        + " return {x: box.x + box.width / 2, y: box.y + box.height / 2}; })()")
                .getAsJsonObject();
        protocol(
                "Input.dispatchMouseEvent",
                Map.of(
                        "type",
                        "mouseMoved",
                        "x",
                        middle.get("x").getAsDouble(),
                        "y",
                        middle.get("y").getAsDouble()));
        waitForFrames();
    }

    /** The page's script hears of what happened at the next frame, and what it draws is there at the one after. */
    private void waitForFrames() {
        String script = "const done = arguments[0]; requestAnimationFrame(() => requestAnimationFrame(() => done()))";
        post("/execute/async", Map.of("script", script, "args", List.of()));
    }

    /** A picture of the whole page. */
    public void photograph(Path file) {
        JsonObject size = value("{width: innerWidth, height: document.documentElement.scrollHeight}")
                .getAsJsonObject();
        size.addProperty("x", 0);
        size.addProperty("y", 0);
        size.addProperty("scale", 1);
        JsonObject picture = protocol(
                        "Page.captureScreenshot",
                        Map.of("captureBeyondViewport", true, "clip", GSON.fromJson(size, Map.class)))
                .getAsJsonObject();
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, Base64.getDecoder().decode(picture.get("data").getAsString()));
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        }
    }

    /** What the console said since it was last asked. */
    public List<String> console() {
        return log("browser").stream()
                .map(entry -> entry.getAsJsonObject().get("message").getAsString())
                .toList();
    }

    /** Addresses that were asked for since this was last asked, data addresses aside. */
    public List<String> requests() {
        return log("performance").stream()
                .map(entry -> JsonParser.parseString(
                                entry.getAsJsonObject().get("message").getAsString())
                        .getAsJsonObject()
                        .getAsJsonObject("message"))
                .filter(message -> message.get("method").getAsString().equals("Network.requestWillBeSent"))
                .map(message -> message.getAsJsonObject("params")
                        .getAsJsonObject("request")
                        .get("url")
                        .getAsString())
                .filter(url -> !url.startsWith("data:"))
                .toList();
    }

    @Override
    public void close() {
        try {
            request("DELETE", session, null);
        } finally {
            driver.destroy();
            try {
                if (!driver.waitFor(10, TimeUnit.SECONDS)) {
                    driver.destroyForcibly();
                }
            } catch (InterruptedException exception) {
                driver.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }

    private static Map<String, Object> capabilities(Path chromium, Path profile) {
        List<String> arguments = List.of(
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--force-device-scale-factor=1",
                "--hide-scrollbars",
                "--user-data-dir=" + profile);
        Map<String, Object> wanted = Map.of(
                "goog:chromeOptions",
                Map.of("binary", chromium.toString(), "args", arguments),
                "goog:loggingPrefs",
                Map.of("browser", "ALL", "performance", "ALL"));
        return Map.of("capabilities", Map.of("alwaysMatch", wanted));
    }

    private static String port(Process driver) throws IOException {
        BufferedReader output = driver.inputReader(StandardCharsets.UTF_8);
        StringBuilder said = new StringBuilder();
        for (String line = output.readLine(); line != null; line = output.readLine()) {
            Matcher port = PORT.matcher(line);
            if (port.find()) {
                return port.group(1);
            }
            said.append(line).append('\n');
        }
        throw new IOException("chromedriver did not start: " + said);
    }

    private JsonElement protocol(String command, Map<String, Object> parameters) {
        return post("/goog/cdp/execute", Map.of("cmd", command, "params", parameters));
    }

    private List<JsonElement> log(String type) {
        JsonArray entries = post("/se/log", Map.of("type", type)).getAsJsonArray();
        return entries.asList();
    }

    private JsonElement post(String path, Map<String, Object> body) {
        return request("POST", session + path, body);
    }

    private JsonElement request(String method, String address, Map<String, Object> body) {
        HttpRequest.BodyPublisher publisher = body == null
                ? HttpRequest.BodyPublishers.noBody()
                : HttpRequest.BodyPublishers.ofString(GSON.toJson(body));
        HttpRequest request = HttpRequest.newBuilder(URI.create(address))
                .method(method, publisher)
                .build();
        try {
            HttpResponse<String> response = client.send(request, HttpResponse.BodyHandlers.ofString());
            JsonElement value =
                    JsonParser.parseString(response.body()).getAsJsonObject().get("value");
            if (response.statusCode() != 200) {
                throw new IllegalStateException(method + " " + address + ": " + value);
            }
            return value;
        } catch (IOException exception) {
            throw new UncheckedIOException(exception);
        } catch (InterruptedException exception) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(exception);
        }
    }
}
