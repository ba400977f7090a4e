/** Two figures, one a step behind the other. */
export const LogoIcon = () => (
  <svg width="28" height="28" viewBox="0 0 28 28" aria-hidden="true">
    <g fill="#7df3e1">
      <circle cx="11" cy="8" r="4.5" />
      <path d="M2 25c0-6 4-10 9-10s9 4 9 10z" />
      <g opacity="0.55">
        <path d="M17.5 12.4a4.5 4.5 0 1 0-1.2-8.6 6.6 6.6 0 0 1 1.2 8.6z" />
        <path d="M19 14.9c3.8 1.2 7 4.8 7 10.1h-4c0-4.2-1.2-7.7-3-10.1z" />
      </g>
    </g>
  </svg>
);
