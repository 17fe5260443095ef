import { type OutcomeReport, reportsPath } from './outcome-report.ts';
import { type Access, askFor, under } from './request.ts';

/**
 * Sends a desktop's counts of one version to the controller.
 * @param address of the controller's own endpoint
 * @throws CodedError `serving-unreachable`, `serving-refused`
 */
export async function reportOutcomes(address: string, report: OutcomeReport, access: Access): Promise<void> {
  await askFor(
    {
      method: 'POST',
      url: under(address, reportsPath),
      type: 'application/json',
      body: JSON.stringify(report),
    },
    access,
  );
}
