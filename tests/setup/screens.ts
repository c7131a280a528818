/** Tests of screens begin where the code that comes later has come. */
import { panelCode } from '../../src/web/ui/panel-code.ts'
import { tableCode } from '../../src/web/ui/DataTable.tsx'

await Promise.all([panelCode.load(), tableCode.load()])
