export {
  createOpen311Client,
  type Open311Client,
  type Open311ClientOptions,
  type Open311Submission,
  type RequestQuery,
  type Submitted,
  type UpdateQuery,
  type UpdateSubmission,
} from "./client.ts"
export type {
  GeoReportAttribute,
  GeoReportEndpoint,
  GeoReportRecord,
  GeoReportRequest,
  GeoReportService,
  GeoReportUpdate,
} from "./views.ts"
