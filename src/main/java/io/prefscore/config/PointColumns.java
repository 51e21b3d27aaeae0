package io.prefscore.config;

import java.util.Optional;

/**
 * Which columns of a table of points hold what: group {@code scaling.columns} of the settings. One that is absent is a column
 * of the setting's own name, such as {@code loss-se} or {@code loss_se}, where the table has it.
 *
 * @param parameters N
 * @param data D
 * @param compute C, floating-point operations
 * @param loss mean Bradley-Terry loss, in nats
 * @param lossError standard error of the loss
 * @param accuracy pairwise accuracy, from 0 to 1
 * @param accuracyError standard error of the accuracy
 * @param slice which slice a point is of; of scored runs the one column of their data to break results down by
 * @param name of the model
 * @param divergence KL in nats of a policy from where its optimisation began
 * @param bestOf instead of it n, of the best of n responses, whose KL is log n − (n − 1)/n
 * @param reward gold reward
 * @param rewardError standard error of the gold reward
 */
public record PointColumns(
        Optional<String> parameters,
        Optional<String> data,
        Optional<String> compute,
        Optional<String> loss,
        Optional<String> lossError,
        Optional<String> accuracy,
        Optional<String> accuracyError,
        Optional<String> slice,
        Optional<String> name,
        Optional<String> divergence,
        Optional<String> bestOf,
        Optional<String> reward,
        Optional<String> rewardError) {}
