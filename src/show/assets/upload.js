// SPDX-License-Identifier: AGPL-3.0-or-later
// Comfort for the form that sends documents: files can be dropped on it, and one sees how much is sent.  Without this
// file the form works as any other.
"use strict";

(function () {
    const form = document.querySelector("form.upload");
    if (!form) return;
    const input = form.querySelector("input[type=file]");
    const drop = form.querySelector(".drop");
    const sending = form.querySelector(".sending");
    const bar = sending.querySelector("progress");
    const told = sending.querySelector("[role=status]");
    const button = form.querySelector("button[type=submit]");

    ["dragenter", "dragover"].forEach(function (kind) {
        form.addEventListener(kind, function (event) {
            if (!event.dataTransfer || !Array.from(event.dataTransfer.types).includes("Files")) return;
            event.preventDefault();
            drop.classList.add("over");
        });
    });
    ["dragleave", "drop"].forEach(function (kind) {
        form.addEventListener(kind, function () { drop.classList.remove("over"); });
    });
    form.addEventListener("drop", function (event) {
        if (!event.dataTransfer || event.dataTransfer.files.length === 0) return;
        event.preventDefault();
        input.files = event.dataTransfer.files;
    });

    form.addEventListener("submit", function (event) {
        const request = new XMLHttpRequest();
        event.preventDefault();
        request.open("POST", form.action);
        request.upload.addEventListener("progress", function (at) {
            if (!at.lengthComputable) return;
            bar.value = at.loaded / at.total;
            told.textContent = new Intl.NumberFormat(document.documentElement.lang, { style: "percent" })
                .format(at.loaded / at.total);
        });
        request.addEventListener("load", function () {
            const problem = new DOMParser().parseFromString(request.responseText, "text/html")
                .querySelector("[role=alert], main p");
            if (request.status === 200) {
                location.assign(request.responseURL);
                return;
            }
            bar.value = 0;
            button.disabled = false;
            told.textContent = problem ? problem.textContent : String(request.status);
        });
        request.addEventListener("error", function () {
            button.disabled = false;
            told.textContent = "✗";
        });
        sending.hidden = false;
        button.disabled = true;
        request.send(new FormData(form));
    });
})();
