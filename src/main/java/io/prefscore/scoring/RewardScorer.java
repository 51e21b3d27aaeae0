package io.prefscore.scoring;

import static org.apache.spark.sql.functions.col;

import io.prefscore.config.ModelSettings;
import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.dataset.InputReader;
import io.prefscore.dataset.InputTable;
import io.prefscore.dataset.PreferenceSchemas;
import io.prefscore.dataset.RowParser;
import io.prefscore.model.FolderSource;
import io.prefscore.model.ModelSource;
import io.prefscore.preference.UserError;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import org.apache.spark.SparkConf;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.ParamValidators;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable$;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Adds rewards to a data set lazily, so each action on the result scores again; {@link ScoreJob} scores once and keeps it.
 *
 * <p>A Spark ML transformer. The rows stay as they are and get a struct as the job's {@code scores} table has it. A row
 * that cannot be scored stays too: its rewards are null, and the reason stands among its flags. Within a partition equal
 * texts are scored once and texts that begin alike go to the model together; so partitions that hold all rows of a prompt
 * are the cheapest.
 *
 * <p>The model is a checkpoint folder, which is read when {@link #transform} is called and opened by the executors.
 */
public final class RewardScorer extends Transformer implements DefaultParamsWritable {

    private static final long serialVersionUID = 1;

    private static final String GPUS_PER_EXECUTOR = "spark.executor.resource.gpu.amount";

    private final String uid;
    private final Param<String> modelPath;
    private final StringArrayParam settings;
    private final Param<String> schema;
    private final Param<String> outputCol;
    private final Param<String> device;
    private final IntParam threads;
    private @Nullable ModelSource modelSource;

    public RewardScorer() {
        this(Identifiable$.MODULE$.randomUID("rewardScorer"));
    }

    /** For Spark ML, which gives a loaded transformer the name that it was saved under. */
    public RewardScorer(String uid) {
        this.uid = uid;
        this.modelPath = new Param<>(this, "modelPath", "checkpoint folder, as seen by driver and executors alike");
        this.settings = new StringArrayParam(this, "settings", "further settings, key=value each");
        this.schema = new Param<>(this, "schema", "preference schema to read the rows as; unset: recognised");
        this.outputCol = new Param<>(this, "outputCol", "name of the struct that is added");
        this.device = new Param<>(this, "device", "auto, cpu or gpu");
        this.threads = new IntParam(
                this, "threads", "CPU threads of the model; 0: the executor's cores", ParamValidators.gtEq(0));
        setDefault(settings, new String[0]);
        setDefault(outputCol, RowVerdicts.RESULT);
        setDefault(device, "auto");
        setDefault(threads, 0);
    }

    /** The checkpoint folder. */
    public RewardScorer setModelPath(String folder) {
        set(modelPath, folder);
        return this;
    }

    /**
     * Further settings of the groups {@code model}, {@code encode} and {@code input} as the command line takes them with
     * {@code --set}: WorldPM, for one, needs {@code encode.system-prompt=}; {@code input.columns.prompt=question} maps a
     * column.
     */
    public RewardScorer setSettings(String... assignments) {
        set(settings, assignments);
        return this;
    }

    /** A model that is at hand already, instead of one in a folder; not saved with the parameters. */
    public RewardScorer setModelSource(ModelSource source) {
        this.modelSource = source;
        return this;
    }

    /** The preference schema to read the rows as, where it should not be recognised from the columns. */
    public RewardScorer setSchema(String name) {
        set(schema, name);
        return this;
    }

    /** Name of the struct that is added, {@value RowVerdicts#RESULT} by default. */
    public RewardScorer setOutputCol(String name) {
        set(outputCol, name);
        return this;
    }

    /** {@code auto} (the GPU that Spark assigned to the task, else the CPU), {@code cpu} or {@code gpu}. */
    public RewardScorer setDevice(String kind) {
        set(device, kind);
        return this;
    }

    /** CPU threads of the model; 0, the default, takes the executor's cores. */
    public RewardScorer setThreads(int count) {
        set(threads, count);
        return this;
    }

    // Spark ML finds a parameter by a public method of its name.

    public Param<String> modelPath() {
        return modelPath;
    }

    public StringArrayParam settings() {
        return settings;
    }

    public Param<String> schema() {
        return schema;
    }

    public Param<String> outputCol() {
        return outputCol;
    }

    public Param<String> device() {
        return device;
    }

    public IntParam threads() {
        return threads;
    }

    @Override
    public String uid() {
        return uid;
    }

    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        Settings resolved = resolved(dataset.sparkSession().sparkContext().getConf());
        ModelSource source = Optional.ofNullable(modelSource)
                .orElseGet(() -> FolderSource.read(
                        resolved.model(),
                        resolved.encode(),
                        dataset.sparkSession().sparkContext().hadoopConfiguration()));
        StructType columns = dataset.schema();
        InputTable input = InputReader.of(dataset.toDF(), uid);
        RowParser parser = PreferenceSchemas.recognise(input, resolved.input()).parser();
        return input.rows()
                .select(col(InputTable.ROW), col(InputTable.NAME), ParserColumns.of(parser, name -> col(InputTable.ROW)
                        .getField(name)))
                .mapPartitions(
                        new ScoreRows(parser, source, new TaskDevice(deviceKind(), (int) getOrDefault(threads))),
                        Encoders.row(transformSchema(columns)));
    }

    private Settings resolved(SparkConf conf) {
        if (modelSource == null && !isDefined(modelPath)) {
            throw new UserError(UserError.Kind.SETTINGS, uid + ": no model; call setModelPath");
        }
        SettingsReader reader = new SettingsReader();
        if (isDefined(modelPath)) {
            reader.flag("setModelPath", "model.path", getOrDefault(modelPath));
        }
        for (String assignment : getOrDefault(settings)) {
            reader.set(assignment);
        }
        if (isDefined(schema)) {
            reader.flag("setSchema", "input.schema", getOrDefault(schema));
        }
        // What scores depend on is settled before the first one, so auto ends here.
        boolean gpus = conf.getInt(GPUS_PER_EXECUTOR, 0) > 0;
        ModelSettings.DeviceKind asked = deviceKind();
        boolean onGpu = asked == ModelSettings.DeviceKind.GPU || (asked == ModelSettings.DeviceKind.AUTO && gpus);
        reader.flag("setDevice", "model.device", onGpu ? "gpu" : "cpu");
        return reader.read(SettingsUse.TRANSFORM);
    }

    private ModelSettings.DeviceKind deviceKind() {
        try {
            return ModelSettings.DeviceKind.valueOf(getOrDefault(device).toUpperCase(Locale.ROOT));
        } catch (IllegalArgumentException unknown) {
            throw new UserError(
                    UserError.Kind.SETTINGS,
                    uid + ": device must be auto, cpu or gpu; found " + getOrDefault(device),
                    unknown);
        }
    }

    @Override
    public StructType transformSchema(StructType columns) {
        String output = getOrDefault(outputCol);
        if (Arrays.stream(columns.fieldNames()).anyMatch(output::equalsIgnoreCase)) {
            throw new UserError(UserError.Kind.INPUT, uid + ": the data has a column '" + output + "' already");
        }
        return columns.add(output, ScoreRows.RESULT);
    }

    @Override
    public RewardScorer copy(ParamMap extra) {
        RewardScorer copy = defaultCopy(extra);
        copy.modelSource = modelSource;
        return copy;
    }

    /** Reads what {@link #write} saved. */
    public static RewardScorer load(String path) {
        return read().load(path);
    }

    /** Reads what {@link #write} saved. */
    public static MLReader<RewardScorer> read() {
        return new DefaultParamsReader<>();
    }
}
