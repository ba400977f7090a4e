/**
 * The one place that names the router. A sub-page of the framework brings no
 * routes of its own, so the pages below a tab are ours.
 */
export {
  Navigate,
  Route,
  Routes,
  useLocation,
  useNavigate,
  useParams,
  useSearchParams,
} from 'react-router-dom';
