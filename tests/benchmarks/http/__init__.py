"""What is measured over HTTP: our pages and a bare page, on the same servers, under the same load."""
