import { type RunnerTask, type RunnerTestFile, TestRunner } from 'vitest'

const skip = (task: RunnerTask) => {
  task.mode = 'skip'
  if ('tasks' in task) task.tasks.forEach(skip)
}

/** Reports every test as skipped and runs none, nor their hooks: for a project whose database server is missing. */
class SkippingRunner extends TestRunner {
  onBeforeRunFiles = (files?: RunnerTestFile[]) => {
    files?.forEach(skip)
  }
}

// Vitest looks for the default export
export { SkippingRunner as default }
