import { Outlet } from 'react-router'

export const Layout = () => <main className="mx-auto max-w-[1480px] p-4"><Outlet /></main>
