package io.prefscore.ml;

import io.prefscore.config.Settings;
import io.prefscore.config.SettingsReader;
import io.prefscore.config.SettingsUse;
import io.prefscore.model.FolderSource;
import io.prefscore.model.ModelSource;
import io.prefscore.model.TextFacts;
import io.prefscore.preference.UserError;
import io.prefscore.report.ScoredRun;
import io.prefscore.scoring.LazyScores;
import io.prefscore.scoring.RenderedTexts;
import io.prefscore.scoring.RewardFunction;
import java.util.List;
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
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;

/**
 * Scores preference data with a reward model: a Spark ML transformer. <b>Without a store each action on its result scores
 * again; with {@link #setStore} {@link #transform} scores once, and every later action, also of another session, reads.</b>
 *
 * <p>The rows stay as they are and get a struct as the job's {@code scores} table has it. A row that cannot be scored stays
 * too: its rewards are null, and the reason stands among its flags.
 *
 * <p>The model is a checkpoint folder, which is read when rows are transformed and opened by the executors. Whatever the user
 * can mend is thrown as a {@link UserError} of one sentence.
 */
public final class RewardScorer extends Transformer implements DefaultParamsWritable {

    private static final long serialVersionUID = 2;

    private static final String GPUS_PER_EXECUTOR = "spark.executor.resource.gpu.amount";

    private final String uid;
    private final Param<String> modelPath;
    private final StringArrayParam settings;
    private final Param<String> schema;
    private final Param<String> outputCol;
    private final Param<String> device;
    private final IntParam threads;
    private final Param<String> store;
    private final Param<String> run;
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
        this.store = new Param<>(this, "store", "folder where rewards and scored rows are kept; unset: nowhere");
        this.run = new Param<>(this, "run", "output of a scoring run whose model and settings are taken");
        setDefault(settings, new String[0]);
        setDefault(outputCol, LazyScores.COLUMN);
        setDefault(device, "auto");
        setDefault(threads, 0);
    }

    /** A scorer with the model in a folder. */
    public static RewardScorer of(String modelPath) {
        return new RewardScorer().setModelPath(modelPath);
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

    /** The same with a list, which is what a gateway from Python hands over. */
    public RewardScorer setSettings(List<String> assignments) {
        return setSettings(assignments.toArray(String[]::new));
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

    /** Name of the struct that is added, {@value LazyScores#COLUMN} by default. */
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

    /**
     * Where rewards and scored rows are kept: a folder of any Hadoop file system, which may be one that runs share by
     * {@code --store}.
     */
    public RewardScorer setStore(String folder) {
        set(store, folder);
        return this;
    }

    /** Takes model and settings of a scoring run by its output; what is set here besides wins. */
    public RewardScorer setRun(String folder) {
        set(run, folder);
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

    public Param<String> store() {
        return store;
    }

    public Param<String> run() {
        return run;
    }

    @Override
    public String uid() {
        return uid;
    }

    /**
     * Adds rewards. Without a store nothing is computed yet, and every action on the result scores again. With one this call
     * is {@link #score}, so it returns when all is scored, and the result is read from what was written.
     */
    @Override
    public Dataset<Row> transform(Dataset<?> dataset) {
        return Plainly.call(() -> {
            String column = getOrDefault(outputCol);
            if (isDefined(store)) {
                LazyScores.schema(dataset.schema(), uid, column);
                return score(dataset).rows().withColumnRenamed(LazyScores.COLUMN, column);
            }
            Settings resolved = reader(dataset.sparkSession()).read(SettingsUse.TRANSFORM);
            return LazyScores.of(dataset.toDF(), uid, resolved, source(dataset.sparkSession(), resolved), column);
        });
    }

    /**
     * Scores rows once and for all, as {@code jobs/prefscore score} does. What was scored is known by its content: equal rows
     * under equal settings are not scored again, by whomever.
     *
     * @param dataset rows that are the same at each reading
     * @throws UserError without a store; where no schema fits the rows; where too many rows cannot be used
     */
    public ScoredData score(Dataset<?> dataset) {
        return Plainly.call(() -> {
            if (!isDefined(store)) {
                throw new UserError(
                        UserError.Kind.SETTINGS, uid + ": no store to keep what is scored in; call setStore(folder)");
            }
            SparkSession spark = dataset.sparkSession();
            SettingsReader reader = reader(spark).flag("setStore", "store.path", getOrDefault(store));
            Settings resolved = reader.read(SettingsUse.TRANSFORM);
            KeptRuns runs = new KeptRuns(spark, getOrDefault(store), uid);
            return ScoredData.open(spark, runs.scored(dataset.toDF(), resolved, source(spark, resolved)));
        });
    }

    /**
     * What the model is given to read of rows, and in how many tokens; its weights are not touched. One row a response:
     * {@code example_id}, {@code response}, {@code text}, {@code tokens}, {@code shared_tokens} (with how many of them all
     * texts of the row begin), {@code problem} (why a row cannot be scored; else null).
     */
    public Dataset<Row> render(Dataset<?> dataset) {
        return Plainly.call(() -> {
            SparkSession spark = dataset.sparkSession();
            Settings resolved = reader(spark).read(SettingsUse.TRANSFORM);
            TextFacts facts = TextFacts.read(
                    resolved.model(), resolved.encode(), spark.sparkContext().hadoopConfiguration());
            return RenderedTexts.of(dataset.toDF(), uid, resolved.input(), facts);
        });
    }

    /**
     * Registers a function of SQL: {@code name(prompt, response)} is the reward, a float; null where one of the two is null or
     * the model refuses the text. Each row costs a forward pass of its own, unbatched, at every use: it is for a few rows.
     */
    public void register(SparkSession spark, String name) {
        Plainly.run(() -> {
            Settings resolved = reader(spark).read(SettingsUse.TRANSFORM);
            RewardFunction.register(spark, name, source(spark, resolved), resolved.model());
        });
    }

    private ModelSource source(SparkSession spark, Settings resolved) {
        ModelSource given = modelSource;
        return given != null
                ? given
                : FolderSource.read(
                        resolved.model(),
                        resolved.encode(),
                        spark.sparkContext().hadoopConfiguration());
    }

    private SettingsReader reader(SparkSession spark) {
        if (modelSource == null && !isDefined(modelPath) && !isDefined(run)) {
            throw new UserError(
                    UserError.Kind.SETTINGS, uid + ": no model; call setModelPath with a checkpoint folder");
        }
        SettingsReader reader = new SettingsReader();
        if (isDefined(run)) {
            reader.recorded(
                    getOrDefault(run),
                    ScoredRun.scoring(getOrDefault(run), spark.sparkContext().hadoopConfiguration()));
        }
        if (isDefined(modelPath)) {
            reader.flag("setModelPath", "model.path", getOrDefault(modelPath));
        }
        for (String assignment : getOrDefault(settings)) {
            reader.set(assignment);
        }
        if (isDefined(schema)) {
            reader.flag("setSchema", "input.schema", getOrDefault(schema));
        }
        int wanted = (int) getOrDefault(threads);
        if (wanted > 0) {
            reader.flag("setThreads", "model.threads", wanted);
        }
        return reader.flag("setDevice", "model.device", settledDevice(spark));
    }

    /** What scores depend on is settled before the first one, so {@code auto} ends here. */
    private String settledDevice(SparkSession spark) {
        String asked = getOrDefault(device);
        boolean gpus = spark.sparkContext().getConf().getInt(GPUS_PER_EXECUTOR, 0) > 0;
        return asked.equalsIgnoreCase("auto") ? (gpus ? "gpu" : "cpu") : asked;
    }

    @Override
    public StructType transformSchema(StructType columns) {
        return Plainly.call(() -> LazyScores.schema(columns, uid, getOrDefault(outputCol)));
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
