# Makes reference.json: what R says about a few monthly series, for reference.test.ts. R is not needed to run the tests.
#
#   Rscript make-reference.R m3_monthly.csv > reference.json
#
# Needs Debian's r-cran-forecast and r-cran-jsonlite, and forecTheta 3.0 from CRAN for the dynamic optimised theta model.
# The series: R's AirPassengers, UKgas, nottem and USAccDeaths, and every 70th monthly series of the M3 competition (International Institute
# of Forecasters; free with attribution).

suppressPackageStartupMessages({
  library(forecast)
  library(forecTheta)
  library(jsonlite)
})

m3 <- read.csv(commandArgs(trailingOnly = TRUE)[1], stringsAsFactors = FALSE)
numbers <- function(text) as.numeric(strsplit(trimws(text), " +")[[1]])
chosen <- m3[seq(20, nrow(m3), by = 70), ]
series <- c(
  list(AirPassengers = AirPassengers, UKgas = UKgas, nottem = nottem, USAccDeaths = USAccDeaths),
  setNames(lapply(chosen$train, function(text) ts(numbers(text), frequency = 12)), chosen$series_id)
)

h <- 18

theta <- function(y) {
  fit <- thetaf(y, h = h)
  list(mean = as.numeric(fit$mean), lower = t(unclass(fit$lower)), upper = t(unclass(fit$upper)), alpha = unname(fit$model$alpha), drift = unname(fit$model$drift))
}

# One ETS form: its parameters, so that the recursion can be checked at exactly R's, and what follows from them.
etsForm <- function(y, form) {
  fit <- tryCatch(ets(y, model = substr(form, 1, 3), damped = nchar(form) > 3), error = function(e) NULL)
  if (is.null(fit) || is.null(fit$loglik)) return(NULL)
  fc <- forecast(fit, h = h, level = 95)
  get <- function(name, otherwise) if (name %in% names(fit$par)) unname(fit$par[name]) else otherwise
  state <- fit$states[1, ]
  list(
    form = form, alpha = get("alpha", 0), beta = get("beta", 0), gamma = get("gamma", 0), phi = get("phi", 1),
    level = unname(state["l"]), slope = if ("b" %in% names(state)) unname(state["b"]) else 0,
    season = rev(unname(state[grepl("^s[0-9]", names(state))])),
    loglik = fit$loglik, aicc = fit$aicc, sigma2 = fit$sigma2, fitted = as.numeric(tail(fit$fitted, 3)),
    mean = as.numeric(fc$mean), upper95 = as.numeric(fc$upper)
  )
}

# dotm() searches by a simplex that may stop early: started again from where it stopped, and from elsewhere, the best kept.
dynamicTheta <- function(y) {
  flat <- if (seasonal_test(y)) seasadj(decompose(y, type = "multiplicative")) else y
  run <- function(start) dotm(flat, h = h, level = NULL, s_test = FALSE, par_ini = start)
  sse <- function(fit) sum((flat - fit$fitted)[3:length(flat)]^2)
  fits <- lapply(list(c(flat[1] / 2, 0.5, 2), c(flat[1], 0.2, 2), c(flat[1], 0.9, 1.5)), function(start) {
    fit <- run(start)
    for (i in 1:4) fit <- run(pmin(pmax(as.numeric(fit$par), c(-1e10, 0.1001, 1.0001)), c(1e10, 0.9899, 1e9)))
    fit
  })
  best <- fits[[which.min(sapply(fits, sse))]]
  list(flat = as.numeric(flat), mean = as.numeric(best$mean), sse = sse(best))
}

forms <- c("ANN", "AANd", "AAN", "ANA", "AAA", "AAAd", "MNN", "MAN", "MANd", "MNA", "MAA", "MAAd", "MNM", "MAM", "MAMd")

reference <- lapply(names(series), function(name) {
  y <- series[[name]]
  automatic <- ets(y)
  some <- if (name %in% c("AirPassengers", "USAccDeaths")) forms else c("ANN", "MANd", "ANA", "MNM")
  list(
    name = name, period = frequency(y), y = as.numeric(y), theta = theta(y), dotm = dynamicTheta(y),
    automatic = list(method = automatic$method, aicc = automatic$aicc),
    ets = Filter(Negate(is.null), lapply(some, function(form) etsForm(y, form)))
  )
})
cat(toJSON(reference, digits = 15, auto_unbox = TRUE), "\n")
