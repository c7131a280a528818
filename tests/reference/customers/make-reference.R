# Makes reference.json: numbers that the tests of src/stats/customers and src/stats/math are held against, by other means than the library's:
# R's own special functions, numerical integration over the customer's posterior instead of closed forms, and R's optim.
#   Rscript tests/reference/customers/make-reference.R        (Debian: r-base, r-cran-jsonlite; not needed to run tests)
library(jsonlite)
here <- dirname(sub("--file=", "", grep("--file=", commandArgs(FALSE), value = TRUE)))

special <- list(
  logGamma = lapply(c(1e-6, 0.1, 0.5, 1, 1.5, 2, 3.7, 11.99, 12, 50.5, 1e4, 1e8), function(x) c(x, lgamma(x))),
  digamma = lapply(c(1e-3, 0.25, 1, 2.5, 9.99, 10, 123.4, 1e6), function(x) c(x, digamma(x))),
  incompleteBeta = lapply(
    list(c(0.1, 0.5, 0.5), c(0.5, 2, 3), c(0.99, 30, 1.5), c(0.3, 300, 700), c(1e-4, 0.01, 5)),
    function(v) c(v, pbeta(v[1], v[2], v[3]))),
  betaQuantile = lapply(
    list(c(0.025, 12, 8), c(0.975, 12, 8), c(0.5, 0.5, 0.5), c(0.025, 1, 200)),
    function(v) c(v, qbeta(v[1], v[2], v[3]))))

# Penalised logistic regression by a general optimiser.
rows <- cbind(((0:59) * 7) %% 13 / 6 - 1, cos(0:59), ((0:59) %% 4 == 0) * 1)
outcome <- as.numeric(((0:59) * 11) %% 17 < 4 + 6 * rows[, 1] + 3 * rows[, 3])
ridge <- function(penalty) {
  cost <- function(beta) { eta <- beta[1] + rows %*% beta[-1]; sum(log1p(exp(eta)) - outcome * eta) + penalty / 2 * sum(beta[-1]^2) }
  slope <- function(beta) { p <- plogis(beta[1] + rows %*% beta[-1]); c(sum(p - outcome), t(rows) %*% (p - outcome) + penalty * beta[-1]) }
  optim(rep(0, 4), cost, slope, method = "BFGS", control = list(reltol = 1e-16, maxit = 1000))$par
}
logistic <- list(outcome = outcome, plain = unname(coef(glm(outcome ~ rows, family = binomial, control = list(epsilon = 1e-14)))), penalised = ridge(3))

# CDNOW, weeks 1-39: fits by optim without gradients.
orders <- read.csv(file.path(here, "cdnow-sample.csv"), colClasses = c("character", "Date", "numeric"))
orders <- aggregate(amount ~ customer + date, orders, sum)
orders$day <- as.numeric(orders$date - as.Date("1997-01-01"))
early <- orders[orders$day <= 272, ]
days <- split(early$day, early$customer)
x <- sapply(days, length) - 1
tx <- sapply(days, function(d) max(d) - min(d)) / 7
T <- (272 - sapply(days, min)) / 7
like <- function(r, alpha, a, b) {
  left <- lgamma(r + x) - lgamma(r) + r * log(alpha) + lbeta(a, b + x) - lbeta(a, b)
  alive <- (alpha + T)^-(r + x)
  gone <- ifelse(x > 0, a / (b + x - 1) * (alpha + tx)^-(r + x), 0)
  sum(left + log(alive + gone))
}
bgfit <- optim(log(c(0.3, 4, 1, 2)), function(v) { p <- exp(v); -like(p[1], p[2], p[3], p[4]) }, control = list(reltol = 1e-14, maxit = 5000))
early <- early[order(early$customer, early$day), ]
repeats <- early[duplicated(early$customer), ]
n <- tapply(repeats$amount, repeats$customer, length)
m <- tapply(repeats$amount, repeats$customer, mean)
n <- n[m > 0]; m <- m[m > 0]
spend <- function(p, q, g) sum(lgamma(p * n + q) - lgamma(p * n) - lgamma(q) + q * log(g) + (p * n - 1) * log(m) + p * n * log(n) - (p * n + q) * log(g + m * n))
ggfit <- optim(log(c(5, 4, 15)), function(v) { p <- exp(v); -spend(p[1], p[2], p[3]) }, control = list(reltol = 1e-15, maxit = 5000))

# Predictions for single customers from the published parameters, by integrating over p given that the customer is alive at T:
# p ~ Beta(a, b + x), lambda ~ Gamma(r + x, alpha + T), and E[purchases in t | lambda, p] = (1 - exp(-lambda p t)) / p.
r <- 0.243; alpha <- 4.414; a <- 0.793; b <- 2.426
foresee <- function(x, tx, T, t) {
  gone <- if (x > 0) a / (b + x - 1) * ((alpha + T) / (alpha + tx))^(r + x) else 0
  # Over the quantile instead of the density: the densities have poles at 0.
  rate <- function(p) ifelse(p > 0, -expm1(-(r + x) * log1p(p * t / (alpha + T))) / p, (r + x) * t / (alpha + T))
  expected <- integrate(function(u) rate(qbeta(u, a, b + x)), 0, 1, rel.tol = 1e-9, subdivisions = 1000)$value
  silent <- mean(exp(-t * qgamma((seq_len(1e6) - 0.5) / 1e6, r + x, rate = alpha + T)))
  alive <- 1 / (1 + gone)
  c(x, tx, T, t, alive, alive * expected, 1 - alive + alive * silent)
}
predictions <- list(foresee(2, 30.43, 38.86, 39), foresee(0, 0, 38.86, 39), foresee(1, 1.71, 38.86, 26), foresee(26, 30.86, 31, 39), foresee(7, 10, 38, 156), foresee(0, 0, 0, 78))

write_json(list(
  special = special, logistic = logistic,
  bgnbd = list(parameters = exp(bgfit$par), logLikelihood = -bgfit$value, predictions = predictions),
  gammaGamma = list(parameters = exp(ggfit$par), logLikelihood = -ggfit$value, customers = length(n))),
  file.path(here, "reference.json"), auto_unbox = TRUE, digits = 16, pretty = TRUE)
