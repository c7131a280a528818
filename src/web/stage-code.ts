/** Tests of screens begin where the code that comes later has come. */
import { panelCode } from './ui/panel-code.ts'
import { tableCode } from './ui/DataTable.tsx'

await Promise.all([panelCode.load(), tableCode.load()])
