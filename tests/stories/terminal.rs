//! The real binary in a real pseudo-terminal: press named keys, wait on text, never on time.

use std::io::{Read, Write};
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use liaison::tui::input::{Key, keys};
use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longest wait for a text; a loaded machine may be slow, a wrong text never comes.
const PATIENCE: Duration = Duration::from_secs(60);

/// A running program and what its screen shows.
pub struct Terminal {
    child: Box<dyn Child + Send + Sync>,
    keyboard: Box<dyn Write + Send>,
    screen: Arc<Mutex<vt100::Parser>>,
    raw: Arc<Mutex<Vec<u8>>>,
    gone: Arc<AtomicBool>,
    master: Box<dyn MasterPty + Send>,
}

impl Terminal {
    /// Starts the program with these arguments and variables at 80x24.
    pub fn start(arguments: &[&str], variables: &[(&str, &str)]) -> Self {
        Self::start_sized(arguments, variables, 80, 24)
    }

    /// Starts it at another size.
    pub fn start_sized(arguments: &[&str], variables: &[(&str, &str)], cols: u16, rows: u16) -> Self {
        Self::start_program(env!("CARGO_BIN_EXE_liaison"), arguments, variables, cols, rows)
    }

    /// Starts another program, such as a shell that starts ours.
    pub fn start_program(
        program: &str,
        arguments: &[&str],
        variables: &[(&str, &str)],
        cols: u16,
        rows: u16,
    ) -> Self {
        let size = PtySize { rows, cols, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program);
        command.args(arguments);
        command.env_clear();
        command.cwd(std::env::temp_dir());
        for (name, value) in [("TERM", "xterm-256color"), ("LANG", "en_GB.UTF-8"), ("HOME", "/nonexistent")] {
            command.env(name, value);
        }
        for (name, value) in variables {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        drop(pair.slave);
        let screen =
            Arc::new(Mutex::new(vt100::Parser::new(rows.try_into().unwrap(), cols.try_into().unwrap(), 0)));
        let raw = Arc::new(Mutex::new(Vec::new()));
        let mut reader = pair.master.try_clone_reader().unwrap();
        let (shown, kept) = (Arc::clone(&screen), Arc::clone(&raw));
        let gone = Arc::new(AtomicBool::new(false));
        let away = Arc::clone(&gone);
        thread::spawn(move || {
            let mut buffer = [0; 8192];
            while let Ok(count @ 1..) = reader.read(&mut buffer) {
                if away.load(Ordering::Relaxed) {
                    break;
                }
                shown.lock().unwrap().process(&buffer[..count]);
                kept.lock().unwrap().extend_from_slice(&buffer[..count]);
            }
        });
        let keyboard = pair.master.take_writer().unwrap();
        Self { child, keyboard, screen, raw, gone, master: pair.master }
    }

    /// Presses keys written as in `keys("2<tab>x<enter>")`, all at once.
    pub fn press(&mut self, text: &str) {
        let bytes: Vec<u8> = keys(text).unwrap().into_iter().flat_map(bytes).collect();
        self.keyboard.write_all(&bytes).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Sends bytes as they are.
    pub fn send(&mut self, bytes: &[u8]) {
        self.keyboard.write_all(bytes).unwrap();
        self.keyboard.flush().unwrap();
    }

    /// Gives the terminal another size.
    pub fn resize(&mut self, cols: u16, rows: u16) {
        self.master.resize(PtySize { rows, cols, pixel_width: 0, pixel_height: 0 }).unwrap();
        self.screen.lock().unwrap().screen_mut().set_size(rows.try_into().unwrap(), cols.try_into().unwrap());
    }

    /// Whether the program has the screen to itself.
    pub fn is_taken_over(&self) -> bool {
        self.screen.lock().unwrap().screen().alternate_screen()
    }

    /// Takes the terminal away from the program, and gives the program.
    pub fn vanish(mut self) -> Box<dyn Child + Send + Sync> {
        self.gone.store(true, Ordering::Relaxed);
        // What it draws at the new size has our reader let go of the line, which closes with the last end.
        self.resize(79, 24);
        self.child
    }

    /// Waits until the screen shows the text.
    pub fn see(&self, text: &str) {
        assert!(self.see_within(text, PATIENCE), "never saw {text:?} on:\n{}", self.text());
    }

    /// Waits until the screen does not show the text any more.
    pub fn see_no(&self, text: &str) {
        let began = Instant::now();
        while self.text().contains(text) {
            assert!(began.elapsed() < PATIENCE, "still {text:?} on:\n{}", self.text());
            thread::sleep(Duration::from_millis(5));
        }
    }

    /// Whether the text comes in that time.
    pub fn see_within(&self, text: &str, patience: Duration) -> bool {
        let began = Instant::now();
        while !self.text().contains(text) {
            if began.elapsed() > patience {
                return false;
            }
            thread::sleep(Duration::from_millis(2));
        }
        true
    }

    /// What the screen shows.
    pub fn text(&self) -> String {
        self.screen.lock().unwrap().screen().contents()
    }

    /// Every byte the program wrote.
    pub fn bytes(&self) -> Vec<u8> {
        self.raw.lock().unwrap().clone()
    }

    /// The process id.
    pub fn id(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Ends the program with SIGKILL and waits until it is gone.
    pub fn kill(mut self) {
        self.kill_at_once();
    }

    /// The pty's own way to kill is a hang-up, after which the program would still put everything away.
    fn kill_at_once(&mut self) {
        let id = rustix::process::Pid::from_raw(self.id().try_into().unwrap()).unwrap();
        rustix::process::kill_process(id, rustix::process::Signal::KILL).unwrap();
        self.child.wait().unwrap();
    }

    /// Ends it likewise, and gives the last screen that it drew whole.
    pub fn end_with_kill(&mut self) -> String {
        self.kill_at_once();
        // What it wrote may still be on its way here.
        let mut seen = self.bytes().len();
        loop {
            thread::sleep(Duration::from_millis(5));
            let now = self.bytes().len();
            if now == seen {
                return self.text();
            }
            seen = now;
        }
    }

    /// Waits for the program to end by itself and gives its exit code.
    pub fn ended(mut self) -> u32 {
        self.child.wait().unwrap().exit_code()
    }

    /// Signs in on a demo store as the first person and waits for the board.
    pub fn sign_in(&mut self) {
        self.see("Passphrase");
        self.press("1demo<enter>");
        self.see("WAITING");
    }
}

/// Makes a demo store whose evening ends at this time.
pub fn demo(folder: &Path, now: &str) {
    let made = std::process::Command::new(env!("CARGO_BIN_EXE_liaison"))
        .args(["demo", "--create-only", "--data"])
        .arg(folder)
        .env("LIAISON_NOW", now)
        .output()
        .unwrap();
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
}

fn bytes(key: Key) -> Vec<u8> {
    match key {
        Key::Char(c) => c.to_string().into_bytes(),
        Key::Enter => b"\r".to_vec(),
        Key::Esc => b"\x1b".to_vec(),
        Key::Tab => b"\t".to_vec(),
        Key::BackTab => b"\x1b[Z".to_vec(),
        Key::Backspace => b"\x7f".to_vec(),
        Key::Delete => b"\x1b[3~".to_vec(),
        Key::Up => b"\x1b[A".to_vec(),
        Key::Down => b"\x1b[B".to_vec(),
        Key::Right => b"\x1b[C".to_vec(),
        Key::Left => b"\x1b[D".to_vec(),
        Key::Home => b"\x1b[H".to_vec(),
        Key::End => b"\x1b[F".to_vec(),
        Key::PageUp => b"\x1b[5~".to_vec(),
        Key::PageDown => b"\x1b[6~".to_vec(),
        Key::Ctrl(c) => vec![(c.to_ascii_lowercase() as u8) & 0x1f],
        Key::F(n) => format!("\x1bO{}", (b'P' + n - 1) as char).into_bytes(),
    }
}
